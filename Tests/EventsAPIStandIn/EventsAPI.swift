import Foundation
import PipeCommon
import Synchronization

/// What the Events API checks, answers and keeps.
final class EventsAPI: Sendable {
  private struct State {
    var answers: [StandInSettings.ScriptedAnswer]
    /// Batches in the current second.
    var second = 0
    var batches = 0
  }

  private let authorization: String
  private let refused: String?
  private let rate: Int?
  private let state: Mutex<State>
  private let accepted: Log?
  private let requests: Log?

  init(_ settings: StandInSettings) throws(IOError) {
    authorization =
      "Basic " + Data("\(settings.key):\(settings.secret)".utf8).base64EncodedString()
    refused = settings.refused
    rate = settings.rate
    state = Mutex(State(answers: settings.answers.reversed()))
    accepted = try settings.accepted.map(Log.init)
    requests = try settings.requests.map(Log.init)
  }

  func answer(_ request: HTTPConnection.Request) -> HTTPConnection.Response {
    var batches: [[UInt8]] = []
    let response = judge(request, &batches)
    if response.status == 202 {
      for batch in batches { accepted?.append(batch) }
    }
    let line = "\(request.path) \(batches.count) \(response.status)"
    requests?.append(Array(line.utf8))
    return response
  }

  private func judge(
    _ request: HTTPConnection.Request, _ batches: inout [[UInt8]]
  ) -> HTTPConnection.Response {
    let isBulk = request.path.hasPrefix("/v2/bulkevents")
    guard ["/v2/events", "/v2/bulkevents", "/v2/bulkevents/historical"].contains(request.path)
    else { return .init(status: 404) }
    guard request.method == "POST" else { return .init(status: 405) }
    guard let given = request.headers["authorization"] else { return .init(status: 401) }
    guard given == authorization else { return .init(status: 403) }
    guard request.body.count < 262_144 else { return .init(status: 413) }
    let fault = BatchJudge.fault(in: request.body, isBulk: isBulk, &batches)
    if let scripted = state.withLock({ $0.answers.popLast() }), scripted.status != 202 {
      var headers = scripted.retryAfter.map { [("Retry-After", "\($0)")] } ?? []
      if scripted.status == 401 { headers.append(("WWW-Authenticate", "Basic realm=\"events\"")) }
      return .init(status: scripted.status, headers: headers)
    }
    if let fault { return refusal(fault) }
    if let refused, String(decoding: request.body, as: UTF8.self).contains(refused) {
      return refusal("the batch holds \(refused)")
    }
    return withinRate(batches.count)
  }

  private func refusal(_ message: String) -> HTTPConnection.Response {
    let text = String(decoding: JSONString.encode(message), as: UTF8.self)
    return .init(status: 400, body: "{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\(text)}]}")
  }

  private func withinRate(_ count: Int) -> HTTPConnection.Response {
    let second = Int(Date().timeIntervalSince1970)
    let used = state.withLock { state in
      if state.second != second { (state.second, state.batches) = (second, 0) }
      state.batches += count
      return state.batches
    }
    guard let rate else {
      return .init(status: 202, headers: [("X-mp-rate-limit-percentage-used", "1")])
    }
    if used > rate {
      return .init(
        status: 429, headers: [("Retry-After", "1"), ("X-mp-rate-limit-exceeded", "org")])
    }
    return .init(
      status: 202, headers: [("X-mp-rate-limit-percentage-used", "\(used * 100 / rate)")])
  }
}

/// Lines kept for whoever asserts something about them.
private final class Log: Sendable {
  private let file: Mutex<OutputWriter>

  init(_ path: String) throws(IOError) {
    file = Mutex(OutputWriter(try FileDescriptor(writing: path), lineBuffered: true))
  }

  func append(_ line: [UInt8]) {
    file.withLock {
      try? $0.write(line.span)
      try? $0.endRecord()
    }
  }
}
