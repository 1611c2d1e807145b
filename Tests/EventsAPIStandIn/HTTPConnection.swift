import PipeCommon

/// One connection: requests in, answers out, until the client closes it.
final class HTTPConnection: Sendable {
  struct Request {
    var method = ""
    var path = ""
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []
  }

  struct Response {
    let status: Int
    var headers: [(String, String)] = []
    var body = ""
  }

  private let socket: Int32

  init(_ socket: Int32) { self.socket = socket }

  deinit { close(socket) }

  func serve(with api: EventsAPI) {
    var pending: [UInt8] = []
    while let request = readRequest(&pending) {
      let response = api.answer(request)
      guard response.status > 0, write(response) else { return }
    }
  }

  private func readRequest(_ pending: inout [UInt8]) -> Request? {
    let mark = Array("\r\n\r\n".utf8)
    var searched = 0
    var end: Int?
    while end == nil {
      end = pending.indices.dropFirst(searched).first { pending[$0...].starts(with: mark) }
      searched = max(pending.count - 3, 0)
      if end == nil, !receive(&pending) { return nil }
    }
    guard let end else { return nil }
    var request = parse(String(decoding: pending[..<end], as: UTF8.self))
    pending.removeSubrange(..<(end + 4))
    if request.headers["expect"] == "100-continue" {
      guard send("HTTP/1.1 100 Continue\r\n\r\n") else { return nil }
    }
    let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
    while pending.count < length {
      guard receive(&pending) else { return nil }
    }
    request.body = Array(pending[..<length])
    pending.removeSubrange(..<length)
    return request
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

  private func write(_ response: Response) -> Bool {
    var head = "HTTP/1.1 \(response.status) Status\r\nContent-Type: application/json\r\n"
    for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(response.body.utf8.count)\r\n\r\n"
    return send(head + response.body)
  }

  private func receive(_ bytes: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe recv(socket, $0.baseAddress!, $0.count, 0)
    }
    guard count > 0 else { return false }
    bytes += chunk[..<count]
    return true
  }

  private func send(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe PipeCommon.send(socket, $0.baseAddress!, $0.count, 0)
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
