import PipeCommon

/// An answer while it is being received.
@safe final class CurlResponse {
  private static let bodyLimit = 1 << 14
  /// How long the body of an acceptance may take, in seconds; it does not matter.
  private static let patience = 2

  private var status = 0
  private var retryAfter: Double?
  private var percentageUsed: Double?
  private var exceededLimit: String?
  private var body: [UInt8] = []
  private var headersEnded: ContinuousClock.Instant?

  /// The object behind a pointer that libcurl hands back.
  static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlResponse {
    unsafe Unmanaged<CurlResponse>.fromOpaque(pointer!).takeUnretainedValue()
  }

  /// Whether the server has said 202 and ended its headers.
  var isAcceptance: Bool { status == 202 && headersEnded != nil }

  /// Whether the rest of an acceptance is no longer worth waiting for.
  var isLingering: Bool {
    guard isAcceptance, let headersEnded else { return false }
    return headersEnded.duration(to: .now) > .seconds(Self.patience)
  }

  /// The answer; `nil` if its headers never ended.
  var answer: Answer? {
    guard headersEnded != nil else { return nil }
    return Answer(
      status: status, retryAfter: retryAfter, percentageUsed: percentageUsed,
      exceededLimit: exceededLimit, body: body)
  }

  func receive(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    let room = min(count, Self.bodyLimit - body.count)
    if room > 0 {
      unsafe body.append(contentsOf: UnsafeBufferPointer(start: bytes, count: room))
    }
    return count
  }

  func receiveHeader(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    let line = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    read(header: String(decoding: line, as: UTF8.self))
    return count
  }

  private func read(header line: String) {
    let line = line.drop(while: { $0 == " " }).prefix { !$0.isNewline }
    if line.hasPrefix("HTTP/") {
      // Another answer may follow one of 1xx.
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      headersEnded = nil
      return
    }
    if line.isEmpty {
      if status >= 200 { headersEnded = .now }
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = String(line[line.index(after: colon)...].filter { $0 != " " && $0 != "\t" })
    switch line[..<colon].lowercased() {
    // One page of the reference spells it without its hyphen.
    case "retry-after", "retryafter":
      retryAfter = Double(value).flatMap { $0.isFinite && $0 >= 0 ? min($0, 86_400) : nil }
    case "x-mp-rate-limit-percentage-used":
      percentageUsed = Double(value).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    case "x-mp-rate-limit-exceeded":
      exceededLimit = value.lowercased()
    default:
      break
    }
  }
}
