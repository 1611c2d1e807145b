import PipeCommon
import Synchronization

/// When a request may leave, for all couriers, on the real clock: at the rate that the user named,
/// or at the one that the account is found to allow.
final class Pacer: Sendable {
  private enum Pace {
    case fixed(PaceKeeper)
    case found(PaceController, earliest: Double)
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

  /// - Parameter rate: batches a second; `nil` to find the limit.
  init(rate: Int?, concurrency: Int) {
    self.concurrency = concurrency
    let pace =
      rate.map { Pace.fixed(PaceKeeper(rate: $0)) } ?? .found(PaceController(), earliest: 0)
    state = Mutex(State(pace: pace))
  }

  /// Seconds since the pacer was made.
  var now: Double { start.duration(to: .now) / .seconds(1) }

  /// How many batches a request should hold.
  var requestSize: Int {
    state.withLock { state in
      switch state.pace {
      case .fixed: .max
      case .found(let controller, _):
        controller.requestSize(latency: state.latency, concurrency: concurrency)
      }
    }
  }

  /// Whether the user named the rate.
  var isFixed: Bool {
    state.withLock { if case .fixed = $0.pace { true } else { false } }
  }

  /// How much of the account's limits is used, as the server said last.
  var percentage: Double? {
    state.withLock { state in
      if case .found(let controller, _) = state.pace { controller.percentage } else { nil }
    }
  }

  /// Waits until so many batches may leave.
  func admit(_ batches: Int) async throws(CancellationError) {
    while true {
      let now = now
      let (time, holds) = state.withLock { (Self.reserve(batches, now, &$0), $0.holds) }
      try await sleep(time - now)
      if state.withLock({ $0.holds == holds }) { return }
    }
  }

  private static func reserve(_ batches: Int, _ now: Double, _ state: inout State) -> Double {
    let start = max(now, state.heldUntil)
    switch state.pace {
    case .fixed(var keeper):
      let time = keeper.reserve(batches, now: start)
      state.pace = .fixed(keeper)
      return time
    case .found(var controller, let earliest):
      let time = max(start, earliest)
      controller.noteSent(batches, now: now)
      state.pace = .found(controller, earliest: time + Double(batches) / controller.rate)
      return time
    }
  }

  /// Learns from an answer.
  ///
  /// - Parameter latency: seconds that it took.
  func note(_ answer: Answer, latency: Double) {
    let now = now
    state.withLock { state in
      state.latency += (latency - state.latency) * 0.1
      guard case .found(var controller, let earliest) = state.pace else { return }
      if answer.status == 429 {
        controller.noteRefused(isAcceleration: answer.exceededLimit == "acceleration", now: now)
      } else if answer.status == 202 {
        controller.noteAccepted(percentage: answer.percentageUsed, now: now)
      }
      state.pace = .found(controller, earliest: earliest)
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
