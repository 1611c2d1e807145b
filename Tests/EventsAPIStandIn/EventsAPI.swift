import Foundation
import PipeCommon
import Synchronization

/// What the Events API checks, answers and keeps.
final class EventsAPI: Sendable {
  private struct State {
    var answers: [StandInSettings.ScriptedAnswer]
    var limits: RateLimits
    var firstRequest: ContinuousClock.Instant?
  }

  /// Seconds that every answer takes.
  let think: Double

  private let authorization: String
  private let refused: String?
  private let tellsWhenToRetry: Bool
  private let chaos: Chaos?
  private let state: Mutex<State>
  private let accepted: Log?
  private let requests: Log?
  private let trace: Trace?

  init(_ settings: StandInSettings) throws(IOError) {
    authorization =
      "Basic " + Data("\(settings.key):\(settings.secret)".utf8).base64EncodedString()
    refused = settings.refused
    tellsWhenToRetry = settings.tellsWhenToRetry
    think = Double(settings.think) / 1000
    chaos = settings.chaos
    state = Mutex(
      State(answers: settings.answers.reversed(), limits: RateLimits(settings)))
    accepted = try settings.accepted.map(Log.init)
    requests = try settings.requests.map(Log.init)
    trace = try settings.trace.map(Trace.init)
  }

  /// What befalls the request whose head has just come, if something does.
  func nextMisfortune() -> Misfortune? { chaos?.next() }

  func answer(
    _ request: RequestReader.Request, _ misfortune: Misfortune?
  ) -> HTTPConnection.Response {
    let time = secondsSinceFirstRequest()
    var batches: [[UInt8]] = []
    let response =
      if misfortune?.keepsFromProcessing == true {
        refusal(misfortune)
      } else {
        judge(request, at: time, &batches)
      }
    if response.status == 202 { accepted?.append(batches) }
    note(request, misfortune, batches: batches.count, status: response.status)
    trace?.note(response, batches: batches.count, at: time)
    return response
  }

  /// Logs a request; one whose body was not read has no batches and no status.
  func note(
    _ request: RequestReader.Request, _ misfortune: Misfortune?, batches: Int = 0, status: Int = 0
  ) {
    let fate = misfortune.map { " " + $0.name } ?? ""
    requests?.append("\(request.path) \(batches) \(status)\(fate)")
  }

  private func secondsSinceFirstRequest() -> Double {
    let now = ContinuousClock.now
    let first = state.withLock { state in
      let first = state.firstRequest ?? now
      state.firstRequest = first
      return first
    }
    return first.duration(to: now) / .seconds(1)
  }

  private func judge(
    _ request: RequestReader.Request, at time: Double, _ batches: inout [[UInt8]]
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
    return withinLimits(batches.count, at: time)
  }
}

// MARK: Answers

extension EventsAPI {
  private func refusal(_ message: String) -> HTTPConnection.Response {
    let text = String(decoding: JSONString.encode(message), as: UTF8.self)
    return .init(status: 400, body: "{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\(text)}]}")
  }

  private func refusal(_ misfortune: Misfortune?) -> HTTPConnection.Response {
    guard case .refused(let status, let retryAfter) = misfortune else { return .init(status: 500) }
    var headers = retryAfter.map { [("Retry-After", "\($0)")] } ?? []
    if status == 429 { headers += tooMany(.speed) }
    return .init(status: status, headers: headers)
  }

  private func withinLimits(_ count: Int, at time: Double) -> HTTPConnection.Response {
    switch state.withLock({ $0.limits.admit(count, at: time) }) {
    case .admitted(let percentage):
      return .init(status: 202, headers: [("X-mp-rate-limit-percentage-used", "\(percentage)")])
    case .exceeded(let limit):
      return .init(status: 429, headers: tooMany(limit))
    }
  }

  private func tooMany(_ limit: RateLimits.Limit) -> [(String, String)] {
    let retryAfter = tellsWhenToRetry ? [("Retry-After", "1")] : []
    return [("X-mp-rate-limit-exceeded", limit.rawValue)] + retryAfter
  }
}
