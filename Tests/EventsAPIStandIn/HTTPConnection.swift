import PipeCommon

/// One connection: requests in, answers out, until the client closes it or something befalls it.
final class HTTPConnection: Sendable {
  struct Response {
    let status: Int
    var headers: [(String, String)] = []
    var body = ""

    fileprivate func head(contentLength: Int) -> String {
      let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
      return "HTTP/1.1 \(status) Status\r\nContent-Type: application/json\r\n\(lines)"
        + "Content-Length: \(contentLength)\r\n\r\n"
    }
  }

  private let socket: Int32

  init(_ socket: Int32) { self.socket = socket }

  deinit { close(socket) }

  func serve(with api: EventsAPI) {
    var reader = RequestReader(socket)
    while var request = reader.readHead() {
      let misfortune = api.nextMisfortune()
      if case .resetBeforeBody = misfortune {
        api.note(request, misfortune)
        return reset()
      }
      if request.headers["expect"] == "100-continue", !send("HTTP/1.1 100 Continue\r\n\r\n") {
        return
      }
      guard reader.readBody(of: &request) else { return }
      let response = api.answer(request, misfortune)
      SystemThread.sleep(seconds: api.think)
      guard response.status > 0, write(response, misfortune) else { return }
    }
  }

  /// Writes an answer, or what has become of it.
  ///
  /// - Returns: whether the connection goes on.
  private func write(_ response: Response, _ misfortune: Misfortune?) -> Bool {
    switch misfortune {
    case .resetBeforeBody, .resetAfterProcessing:
      reset()
      return false
    case .cutInHeaders:
      let head = response.head(contentLength: response.body.utf8.count)
      _ = send(String(head.prefix(head.count / 2)))
      return false
    case .cutInBody:
      _ = send(response.head(contentLength: response.body.utf8.count + 100) + response.body + "{")
      return false
    case .garbage(let bytes):
      _ = send(bytes)
      return false
    case .delayed(let milliseconds):
      SystemThread.sleep(seconds: Double(milliseconds) / 1000)
    case .refused, nil:
      break
    }
    return send(response.head(contentLength: response.body.utf8.count) + response.body)
  }

  /// Makes the end of the connection a reset, not an orderly close.
  private func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    let length = socklen_t(MemoryLayout<linger>.size)
    unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, length)
  }

  private func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  private func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
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
