import PipeCommon

/// What headers say that matters to a sender. Their numbers are foreign, so each has its bounds.
struct AnswerHeaders: Equatable {
  static let longestWait = 86_400.0
  static let highestPercentage = 1000.0

  /// Which limit a 429 is about: `org`, `account`, `acceleration` and so on.
  private(set) var exceededLimit: String?
  /// How much of the account's limits is used, the highest of all.
  private(set) var percentageUsed: Double?

  private var retryAfter: Wait?
  /// The server's clock.
  private var date: Timestamp?

  private enum Wait: Equatable {
    case seconds(Double)
    case until(Timestamp)
  }

  /// Seconds until the server wants to be asked again.
  ///
  /// A date is compared with the server's own clock if it tells it: this machine's may be wrong.
  func retryAfter(now: Timestamp = .now) -> Double? {
    let seconds: Double? =
      switch retryAfter {
      case .seconds(let seconds): seconds
      case .until(let time): (Double(time.milliseconds) - Double((date ?? now).milliseconds)) / 1000
      case nil: nil
      }
    return seconds.map { min(max($0, 0), Self.longestWait) }
  }

  /// Reads a line, without its end.
  mutating func read(_ line: [UInt8]) {
    let text = String(decoding: line, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return }
    let value = text[text.index(after: colon)...].trimmingBlanks
    switch text[..<colon].lowercased() {
    // One page of the reference spells it without its hyphen.
    case "retry-after", "retryafter":
      retryAfter = Self.number(value).map(Wait.seconds) ?? Timestamp(http: value).map(Wait.until)
    case "date":
      date = Timestamp(http: value)
    case "x-mp-rate-limit-percentage-used":
      percentageUsed = Self.number(value).map { min($0, Self.highestPercentage) }
    case "x-mp-rate-limit-exceeded":
      exceededLimit = value.lowercased()
    default:
      break
    }
  }

  /// A number that is one, and not below 0.
  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0 >= 0 ? $0 : nil }
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let start = drop(while: isBlank)
    guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...end])
  }
}
