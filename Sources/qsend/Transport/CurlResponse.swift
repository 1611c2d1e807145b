import PipeCommon

/// An answer while it is being received.
///
///     HTTP/1.1 103 Early Hints      a block of an interim answer; others follow
///     Link: </a>
///
///     HTTP/1.1 202 Accepted         the final answer's
///     Retry-After: 1
///      2                            folded: part of the line before, whatever it reads like
///
/// Only the first line of a block says a status, and what follows the final block is no header.
@safe final class CurlResponse {
  /// What was received, once its headers have ended.
  struct Content: Equatable {
    var status = 0
    var headers = AnswerHeaders()
    /// The beginning of the body.
    var body: [UInt8] = []
  }

  private static let bodyLimit = 1 << 14
  /// libcurl has one of about this size, too.
  private static let lineLimit = 100 << 10
  /// How long the body of an acceptance may take, in seconds; it does not matter.
  private static let patience = 2

  private var content = Content()
  private var line: [UInt8] = []
  private var isBetweenBlocks = true
  private var isBodyEnough = false
  private var headersEnded: ContinuousClock.Instant?

  /// The object behind a pointer that libcurl hands back.
  static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlResponse {
    unsafe Unmanaged<CurlResponse>.fromOpaque(pointer!).takeUnretainedValue()
  }

  /// Whether the headers have ended of an answer whose body decides nothing, or of whose body there
  /// is enough: then it does not matter how the transfer ends.
  ///
  /// Whoever refuses a length may hang up on what is still being sent.
  var needsNoMore: Bool {
    headersEnded != nil && (content.status == 202 || content.status == 413 || isBodyEnough)
  }

  /// Whether the rest of an acceptance is no longer worth waiting for.
  var isLingering: Bool {
    guard content.status == 202, let headersEnded else { return false }
    return headersEnded.duration(to: .now) > .seconds(Self.patience)
  }

  /// The final answer; `nil` if its headers never ended, or if it has another status.
  func content(status: Int) -> Content? {
    headersEnded != nil && content.status == status ? content : nil
  }

  /// - Returns: how many bytes were taken; fewer than there are end the transfer.
  func receive(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    let room = min(count, Self.bodyLimit - content.body.count)
    unsafe content.body.append(contentsOf: UnsafeBufferPointer(start: bytes, count: room))
    if room < count { isBodyEnough = true }
    return room
  }

  /// Takes header lines, in whatever pieces they come.
  func receiveHeader(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    for byte in unsafe Array(UnsafeBufferPointer(start: bytes, count: count)) {
      if byte == UInt8(ascii: "\n") {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        read(line)
        line.removeAll(keepingCapacity: true)
      } else if line.count < Self.lineLimit {
        line.append(byte)
      }
    }
    return count
  }

  private func read(_ line: [UInt8]) {
    // What comes behind the body are trailers.
    guard headersEnded == nil else { return }
    if isBetweenBlocks {
      guard line.starts(with: "HTTP/".utf8) else { return }
      isBetweenBlocks = false
      content.headers = AnswerHeaders()
      content.status =
        String(decoding: line, as: UTF8.self).split(separator: " ").dropFirst().first
        .flatMap { Int($0) } ?? 0
    } else if line.isEmpty {
      isBetweenBlocks = true
      if content.status >= 200 { headersEnded = .now }
    } else if let first = line.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\t") {
      content.headers.read(line)
    }
  }
}
