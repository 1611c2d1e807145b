/// Times as people and files write them.
extension Timestamp: CustomStringConvertible {
  /// Reads RFC 3339 (`2026-11-01T12:25:00.5+01:00`), or its date alone, which begins in UTC.
  ///
  /// What is finer than a millisecond is cut off. A leap second is the first of the next minute.
  package init?(rfc3339 text: Span<UInt8>) {
    var scan = Scan(text)
    guard let year = scan.digits(4), scan.take("-"), let month = scan.digits(2), scan.take("-"),
      let day = scan.digits(2), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    let midnight = Self.daysSinceEpoch(year, month, day) * Self.millisecondsADay
    if scan.isAtEnd {
      self.init(milliseconds: midnight)
      return
    }
    guard scan.take("T") || scan.take("t") || scan.take(" "),
      let hour = scan.digits(2), hour < 24, scan.take(":"),
      let minute = scan.digits(2), minute < 60, scan.take(":"),
      let second = scan.digits(2), second <= 60,
      let fraction = scan.fraction(), let offset = scan.offset(), scan.isAtEnd
    else { return nil }
    let seconds = Int64((hour * 60 + minute) * 60 + second) - Int64(offset) * 60
    self.init(milliseconds: midnight + seconds * 1000 + Int64(fraction))
  }

  /// `2026-11-01T11:25:00.500Z`; years beyond four digits keep all of them.
  package var description: String {
    "\(date)T\(clock).\(Self.padded(Int(ofDay % 1000), 3))Z"
  }

  /// `2026-11-01 11:25`, for a table.
  package var minute: String { "\(date) \(clock.prefix(5))" }

  private var ofDay: Int64 {
    let rest = milliseconds % Self.millisecondsADay
    return rest < 0 ? rest + Self.millisecondsADay : rest
  }

  private var clock: String {
    let seconds = Int(ofDay / 1000)
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
      .joined(separator: ":")
  }

  /// `2026-11-01`.
  package var date: String {
    var days = Int(milliseconds / Self.millisecondsADay)
    if milliseconds % Self.millisecondsADay < 0 { days -= 1 }
    let (year, month, day) = Self.civil(days)
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }
}

extension Timestamp {
  /// Reads an option's TIME: RFC 3339, a date, milliseconds since the epoch, or an age.
  ///
  /// - Parameter announce: told what an age or a number comes to.
  package init(
    _ text: String, option: String, now: Timestamp = .now, announce: (String) -> Void
  ) throws(UsageError) {
    if let time = Timestamp(rfc3339: text.utf8.span) {
      self = time
      return
    }
    if let milliseconds = JSONInteger.value(text.utf8.span) {
      if let unit = Self.otherUnit(of: milliseconds) {
        throw UsageError(
          "\(option) takes milliseconds since 1970, and \(text) looks like \(unit.name): "
            + "\(unit.milliseconds) is \(Timestamp(milliseconds: unit.milliseconds))")
      }
      self.init(milliseconds: milliseconds)
    } else if let seconds = try? OptionValue.seconds(text, option) {
      self.init(milliseconds: now.milliseconds - Int64(seconds) * 1000)
    } else {
      throw UsageError(
        "\(option) takes a time such as 2026-11-01, 2026-11-01T12:00:00Z, 1761999900000 "
          + "(milliseconds) or 14d (an age); not '\(text)'")
    }
    announce("\(option) \(text) is \(self)")
  }
}

extension Timestamp {
  /// The unit in which a number is a time of this age, which it is not in milliseconds: nothing that
  /// is older than mParticle, or as far ahead, is a time of an event.
  private static func otherUnit(
    of number: Int64
  ) -> (name: String, milliseconds: Int64)? {
    for (name, factor, divisor) in [
      ("seconds", 1000, 1), ("microseconds", 1, 1000), ("nanoseconds", 1, 1_000_000),
    ] as [(String, Int64, Int64)] {
      let scaled = number.multipliedReportingOverflow(by: factor)
      let milliseconds = scaled.partialValue / divisor
      if !scaled.overflow, Timestamp(milliseconds: milliseconds).isPlausible {
        return (name, milliseconds)
      }
    }
    return nil
  }
}

/// A look at a text from left to right.
private struct Scan: ~Escapable {
  private let text: Span<UInt8>
  private var place = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  var isAtEnd: Bool { place == text.count }

  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  /// A number of exactly so many digits.
  mutating func digits(_ count: Int) -> Int? {
    guard place + count <= text.count else { return nil }
    var number = 0
    for _ in 0..<count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
      place += 1
    }
    return number
  }

  /// The milliseconds of a fraction of a second; 0 if there is none.
  mutating func fraction() -> Int? {
    guard take(".") else { return 0 }
    var milliseconds = 0
    var unit = 100
    let start = place
    while let digit = digits(1) {
      milliseconds += digit * unit
      unit /= 10
    }
    return place > start ? milliseconds : nil
  }

  /// The offset from UTC in minutes.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let sign = take("+") ? 1 : take("-") ? -1 : 0
    guard sign != 0, let hours = digits(2), hours < 24, take(":"), let minutes = digits(2),
      minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
