import PipeCommon
import Synchronization

/// When a request may leave, for all couriers, on the real clock: at the rate that the user named,
/// or at the one that the account is found to allow.
final class Pacer: Sendable {
  private enum Pace {
    case fixed(FixedPace)
    case found(FoundPace, RequestFill, earliest: Double)
  }

  private struct State {
    var pace: Pace
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
    let pace =
      rate.map { Pace.fixed(FixedPace(rate: $0)) }
      ?? .found(FoundPace(memory: memory.map(Double.init)), RequestFill(), earliest: 0)
    state = Mutex(State(pace: pace))
  }

  /// Seconds since the pacer was made.
  var now: Double { start.duration(to: .now) / .seconds(1) }

  /// How many batches a request should hold.
  var requestSize: Int {
    state.withLock { state in
      switch state.pace {
      case .fixed: .max
      case .found(let pace, let fill, _):
        fill.size(rate: pace.rate, latency: state.latency, concurrency: concurrency)
      }
    }
  }

  /// Whether the user named the rate.
  var isFixed: Bool { found == nil }

  /// How much of the account's limits is used, as the server said last.
  var percentage: Double? { found?.percentage }

  /// The pace that was found, for the next run: batches a second.
  var memory: Int? { found?.memory.map { Int(clamping: $0) } }

  private var found: FoundPace? {
    state.withLock { if case .found(let pace, _, _) = $0.pace { pace } else { nil } }
  }

  /// Waits until so many batches may leave.
  ///
  /// - Returns: when that is.
  func admit(_ batches: Int) async throws(CancellationError) -> Double {
    while true {
      let now = now
      let (time, holds) = state.withLock { (Self.reserve(batches, now, &$0), $0.holds) }
      try await sleep(time - now)
      if state.withLock({ $0.holds == holds }) { return time }
      state.withLock { state in
        guard case .found(var pace, let fill, let earliest) = state.pace else { return }
        pace.noteUnsent(batches, at: time)
        state.pace = .found(pace, fill, earliest: earliest)
      }
    }
  }

  private static func reserve(_ batches: Int, _ now: Double, _ state: inout State) -> Double {
    let start = max(now, state.heldUntil)
    switch state.pace {
    case .fixed(var pace):
      let time = pace.reserve(batches, now: start)
      state.pace = .fixed(pace)
      return time
    case .found(var pace, let fill, let earliest):
      let time = max(start, earliest)
      let gap = max(pace.noteSent(batches, at: time), fill.interval)
      state.pace = .found(pace, fill, earliest: time + gap)
      return time
    }
  }

  /// Learns from an answer.
  ///
  /// - Parameter sent: when the request was admitted.
  func note(_ answer: Answer, _ batches: Int, sent: Double) {
    let now = now
    state.withLock { state in
      state.latency += (now - sent - state.latency) * 0.1
      guard case .found(var pace, var fill, let earliest) = state.pace else { return }
      switch answer.status {
      case 202:
        fill.noteAccepted(now: now)
        pace.noteAccepted(percentage: answer.percentageUsed, sent: sent, now: now)
      case 429 where answer.exceededLimit == "acceleration":
        pace.noteRefused(batches, .rise, sent: sent, now: now)
      case 429 where answer.exceededLimit != nil:
        pace.noteRefused(batches, .rate, sent: sent, now: now)
      case 429, 503:
        // A gateway names no limit; many of them say 503, which may mean anything else as well.
        let isOfRequests = fill.noteRefused(
          rate: pace.rate, isExpected: pace.isNearLimit, now: now)
        if answer.status == 429 || isOfRequests {
          pace.noteRefused(batches, isOfRequests ? .requests : .rate, sent: sent, now: now)
        }
      default:
        break
      }
      state.pace = .found(pace, fill, earliest: earliest)
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
