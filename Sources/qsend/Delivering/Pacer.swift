import Synchronization

/// The pace keeper for all couriers, on the real clock.
final class Pacer: Sendable {
  private let start = ContinuousClock.now
  private let keeper: Mutex<PaceKeeper>

  init(rate: Int) { keeper = Mutex(PaceKeeper(rate: rate)) }

  /// Seconds since the pacer was made.
  var now: Double { start.duration(to: .now) / .seconds(1) }

  /// Waits until so many batches may leave.
  func admit(_ batches: Int) async throws(CancellationError) {
    while true {
      let now = now
      let (time, holds) = keeper.withLock { ($0.reserve(batches, now: now), $0.holds) }
      try await sleep(time - now)
      if keeper.withLock({ $0.holds == holds }) { return }
    }
  }

  /// The server refused for the moment: nobody sends before so many seconds have passed.
  func hold(for seconds: Double) {
    let time = now + seconds
    keeper.withLock { $0.hold(until: time) }
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
