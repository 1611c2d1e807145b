import Foundation

/// A stand-in for the Events API that runs as long as a test does. The batches that it took are in
/// `accepted` in its folder.
struct StandIn {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Its address, up to and including `/v2`.
  let url: String
  private let process: Process

  /// Starts it and waits until it takes requests.
  init(in folder: URL, _ arguments: String) async throws {
    process = try Shell.start(
      "exec EventsAPIStandIn --port-file port --accepted accepted --requests requests \(arguments)"
        + " 2> server-errors", in: folder)
    func text(_ file: String) -> String {
      let data = try? Data(contentsOf: folder.appending(path: file))
      return String(decoding: data ?? Data(), as: UTF8.self)
    }
    for _ in 0..<1000 where text("port").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    let port = text("port").trimmingCharacters(in: .newlines)
    guard !port.isEmpty else {
      throw Failure(description: "the stand-in takes no requests: \(text("server-errors"))")
    }
    url = "http://127.0.0.1:\(port)/v2"
  }

  /// What a test starts inherits signals that are held back; this one cannot be.
  func stop() { kill(process.processIdentifier, SIGKILL) }
}
