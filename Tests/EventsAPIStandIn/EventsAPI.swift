import PipeCommon
import Synchronization

/// What the Events API checks, answers and keeps.
final class EventsAPI: Sendable {
  private struct State {
    var answers: [StandInSettings.ScriptedAnswer]
    var limits: RateLimits
    var seen: SeenIDs?
    var firstRequest: ContinuousClock.Instant?
  }

  /// Seconds that every answer takes.
  let think: Double

  /// The user and password that it knows.
  private let authorized: [UInt8]
  private let refused: String?
  private let judge: BatchJudge
  private let dropsInSilence: Bool
  private let tellsWhenToRetry: Bool
  private let chaos: Chaos?
  private let state: Mutex<State>
  private let accepted: Log?
  private let dropped: Log?
  private let duplicates: Log?
  private let requests: Log?
  private let trace: Trace?

  init(_ settings: StandInSettings) throws(IOError) {
    authorized = Array("\(settings.key):\(settings.secret)".utf8)
    refused = settings.refusedText
    judge = BatchJudge(settings)
    dropsInSilence = settings.isStrict
    tellsWhenToRetry = settings.tellsWhenToRetry
    think = Double(settings.think) / 1000
    chaos = settings.chaos
    state = Mutex(
      State(
        answers: settings.answers.reversed(), limits: RateLimits(settings),
        seen: settings.deduplicates ? SeenIDs() : nil))
    accepted = try settings.accepted.map(Log.init)
    dropped = try settings.dropped.map(Log.init)
    duplicates = try settings.duplicates.map(Log.init)
    requests = try settings.requests.map(Log.init)
    trace = try settings.trace.map(Trace.init)
  }

  /// What befalls the request whose head has just come, if something does.
  func nextMisfortune() -> Misfortune? { chaos?.next() }

  func answer(
    _ request: RequestReader.Request, _ misfortune: Misfortune?
  ) -> HTTPConnection.Response {
    let time = secondsSinceFirstRequest()
    var batches: [BatchJudge.Batch] = []
    let response =
      if misfortune?.keepsFromProcessing == true {
        refusal(misfortune)
      } else {
        judge(request, at: time, &batches)
      }
    if response.status == 202 {
      keep(batches)
      if request.path == Endpoint.events.rawValue { batches.forEach(judge.count) }
    }
    note(request, misfortune, batches: batches.count, status: response.status)
    trace?.note(response, batches: batches.count, at: time)
    return response
  }

  /// Sorts what was answered with 202 by what became of it.
  private func keep(_ batches: [BatchJudge.Batch]) {
    let good = batches.filter { $0.fault == nil }
    let isNew = state.withLock { state in good.map { state.seen?.isNew($0.id) ?? true } }
    dropped?.append(batches.filter { $0.fault != nil }.map(\.bytes))
    accepted?.append(zip(good, isNew).filter(\.1).map(\.0.bytes))
    duplicates?.append(zip(good, isNew).filter { !$1 }.map(\.0.bytes))
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
    _ request: RequestReader.Request, at time: Double, _ batches: inout [BatchJudge.Batch]
  ) -> HTTPConnection.Response {
    guard let endpoint = Endpoint(rawValue: request.path) else { return .init(status: 404) }
    guard request.method == "POST" else { return .init(status: 405) }
    guard let given = request.headers["authorization"] else { return .init(status: 401) }
    guard given.hasPrefix("Basic "),
      Base64.decode(Array(given.utf8.dropFirst(6)).span) == authorized
    else { return .init(status: 403) }
    guard request.body.count < 262_144 else { return .init(status: 413) }
    let isLost = dropsInSilence && endpoint != .events
    let fault =
      judge.fault(in: request.body, to: endpoint, &batches)
      ?? (isLost ? nil : batches.lazy.compactMap(\.fault).first)
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
