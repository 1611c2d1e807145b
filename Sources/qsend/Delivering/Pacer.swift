import PipeCommon
import Synchronization

/// When a request may leave, for all couriers, on the real clock: at the rate that the user named,
/// or at the one that the account is found to allow.
final class Pacer: Sendable {
  private struct Found {
    var pace: FoundPace
    var fill = RequestFill()
    /// When the next request may leave.
    var earliest = 0.0

    mutating func reserve(_ batches: Int, now: Double) -> Double {
      let time = max(now, earliest)
      earliest = time + max(pace.noteSent(batches, at: time), fill.interval)
      return time
    }

    /// Learns from an answer.
    ///
    /// - Returns: whether it was refused for coming too soon.
    mutating func note(_ answer: Answer, _ batches: Int, sent: Double, now: Double) -> Bool {
      switch (answer.status, answer.exceededLimit) {
      case (202, _):
        fill.noteAccepted(now: now)
        pace.noteAccepted(percentage: answer.percentageUsed, sent: sent, now: now)
        return false
      case (429, "acceleration"):
        pace.noteRefused(batches, .rise, sent: sent, now: now)
        return true
      case (429, .some):
        pace.noteRefused(batches, .rate, sent: sent, now: now)
        return true
      case (429, nil), (503, _):
        // A gateway names no limit; many of them say 503, which may mean anything else as well.
        let isOfRequests = fill.noteRefused(rate: pace.rate, now: now)
        guard answer.status == 429 || isOfRequests else { return false }
        pace.noteRefused(batches, isOfRequests ? .requests : .rate, sent: sent, now: now)
        return true
      default:
        return false
      }
    }
  }

  /// One of the two paces is there, changed where it stands: it remembers much.
  private struct State {
    var fixed: FixedPace?
    var found: Found?
    var heldUntil = 0.0
    /// How often everybody was held: who has reserved a time before must ask again.
    var holds = 0
    /// Seconds that an answer takes, smoothed.
    var latency = 0.05
  }

  private let start = ContinuousClock.now
  private let concurrency: Int
  private let state: Mutex<State>

  /// - Parameters:
  ///   - rate: batches a second; `nil` to find the limit.
  ///   - memory: the pace that an earlier run has found.
  init(rate: Int?, memory: Int? = nil, concurrency: Int) {
    self.concurrency = concurrency
    let found = rate == nil ? Found(pace: FoundPace(memory: memory.map(Double.init))) : nil
    state = Mutex(State(fixed: rate.map(FixedPace.init(rate:)), found: found))
  }

  /// Seconds since the pacer was made.
  var now: Double { start.duration(to: .now) / .seconds(1) }

  /// How many batches a request should hold.
  var requestSize: Int {
    state.withLock { state in
      guard let found = state.found else { return .max }
      return found.fill.size(
        rate: found.pace.rate, latency: state.latency, concurrency: concurrency)
    }
  }

  /// Whether the user named the rate.
  var isFixed: Bool { state.withLock { $0.found == nil } }

  /// How much of the account's limits is used, as the server said last.
  var percentage: Double? { state.withLock { $0.found?.pace.percentage } }

  /// The pace that was found, for the next run: batches a second.
  var memory: Int? { state.withLock { $0.found?.pace.memory.map { Int(clamping: $0) } } }

  /// The limit that was found, in batches a second; `nil` as long as it was never near.
  var limit: Int? { state.withLock { $0.found?.pace.limit.map { Int(clamping: $0) } } }

  /// Waits until so many batches may leave.
  ///
  /// - Returns: when that is.
  func admit(_ batches: Int) async throws(CancellationError) -> Double {
    while true {
      let now = now
      let (time, holds) = state.withLock { (Self.reserve(batches, now, &$0), $0.holds) }
      try await sleep(time - now)
      if state.withLock({ $0.holds == holds }) { return time }
      state.withLock { $0.found?.pace.noteUnsent(batches, at: time) }
    }
  }

  private static func reserve(_ batches: Int, _ now: Double, _ state: inout State) -> Double {
    let start = max(now, state.heldUntil)
    if let time = state.fixed?.reserve(batches, now: start) { return time }
    return state.found?.reserve(batches, now: start) ?? start
  }

  /// Learns from an answer.
  ///
  /// - Parameter sent: when the request was admitted.
  /// - Returns: whether it was refused for coming too soon: a 503 may say that as well.
  func note(_ answer: Answer, _ batches: Int, sent: Double) -> Bool {
    let now = now
    return state.withLock { state in
      state.latency += (now - sent - state.latency) * 0.1
      return state.found?.note(answer, batches, sent: sent, now: now) ?? (answer.status == 429)
    }
  }

  /// The server refused for the moment: nobody sends before so many seconds have passed.
  func hold(for seconds: Double) {
    let time = now + seconds
    state.withLock { state in
      state.heldUntil = max(state.heldUntil, time)
      state.holds += 1
    }
  }

  func sleep(_ seconds: Double) async throws(CancellationError) {
    do {
      if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
      try Task.checkCancellation()
    } catch {
      throw CancellationError()
    }
  }
}
