import Foundation
import PipeCommon
import Synchronization

@testable import EventsAPIStandIn

/// A server, or a proxy, that answers to the byte as it is told, also what no server should.
final class HostileServer: Sendable {
  enum Step {
    case send(String)
    case wait(milliseconds: Int)
    case close
  }

  struct Arrival: Sendable {
    /// Which of all requests it is, and over which of all connections, from 1.
    let number: Int
    let connection: Int
    let time: ContinuousClock.Instant
    let headers: [String: String]
  }

  let port: Int
  private let arrived = Mutex<[Arrival]>([])
  private let connections = Atomic(0)
  private let behave: @Sendable (Arrival) -> [Step]

  init(_ behave: @escaping @Sendable (Arrival) -> [Step]) throws {
    let listener = try Listener()
    port = listener.port
    self.behave = behave
    Thread.detachNewThread { listener.serve { self.serve($0) } }
  }

  var arrivals: [Arrival] { arrived.withLock { $0 } }

  private func serve(_ socket: Int32) {
    defer { PipeCommon.close(socket) }
    let connection = connections.add(1, ordering: .relaxed).newValue
    var reader = RequestReader(socket)
    while var request = reader.readHead(), reader.readBody(of: &request) {
      let headers = request.headers
      let arrival = arrived.withLock { arrived in
        arrived.append(
          Arrival(
            number: arrived.count + 1, connection: connection, time: .now, headers: headers))
        return arrived[arrived.count - 1]
      }
      for step in behave(arrival) {
        switch step {
        case .send(let text):
          let bytes = Array(text.utf8)
          _ = unsafe bytes.withUnsafeBytes {
            unsafe PipeCommon.send(socket, $0.baseAddress!, $0.count, 0)
          }
        case .wait(let milliseconds): Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        case .close: return
        }
      }
    }
  }
}

extension HostileServer.Step {
  /// A whole answer.
  static func answer(_ status: Int, _ headers: String..., body: String = "") -> Self {
    let lines = headers.map { $0 + "\r\n" }.joined()
    return .send(
      "HTTP/1.1 \(status) X\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }
}
