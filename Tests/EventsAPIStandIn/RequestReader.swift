import PipeCommon

/// Takes requests apart as they arrive on a connection: first the head, then, for whoever wants it,
/// the body.
struct RequestReader {
  struct Request {
    var method = ""
    var path = ""
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []
  }

  private let socket: Int32
  private var bytes: [UInt8] = []
  /// Where what was not yet handed out begins.
  private var start = 0
  private var chunk = [UInt8](repeating: 0, count: 1 << 17)

  init(_ socket: Int32) { self.socket = socket }

  /// The next request without its body; `nil` if the client has closed the connection.
  mutating func readHead() -> Request? {
    bytes.removeSubrange(..<start)
    start = 0
    var searched = 0
    while true {
      if let end = endOfHead(from: searched) {
        start = end + 4
        return parse(String(decoding: bytes[..<end], as: UTF8.self))
      }
      searched = max(bytes.count - 3, 0)
      guard receive() else { return nil }
    }
  }

  /// Fills in the body.
  ///
  /// - Returns: whether it came as a whole.
  mutating func readBody(of request: inout Request) -> Bool {
    let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
    bytes.reserveCapacity(start + length)
    while bytes.count < start + length {
      guard receive() else { return false }
    }
    request.body = Array(bytes[start..<start + length])
    start += length
    return true
  }

  /// Where the empty line begins that ends a head.
  private func endOfHead(from place: Int) -> Int? {
    var place = place
    while place + 3 < bytes.count {
      if bytes[place] == 0x0D, bytes[place + 1] == 0x0A, bytes[place + 2] == 0x0D,
        bytes[place + 3] == 0x0A
      {
        return place
      }
      place += 1
    }
    return nil
  }

  private func parse(_ head: String) -> Request {
    var request = Request()
    var lines = head.split(separator: "\r\n")[...]
    let first = lines.popFirst()?.split(separator: " ") ?? []
    request.method = first.first.map(String.init) ?? ""
    request.path = first.dropFirst().first.map(String.init) ?? ""
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      request.headers[line[..<colon].lowercased()] = String(value)
    }
    return request
  }

  private mutating func receive() -> Bool {
    let socket = socket
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe recv(socket, $0.baseAddress!, $0.count, 0)
    }
    guard count > 0 else { return false }
    bytes += chunk[..<count]
    return true
  }
}
