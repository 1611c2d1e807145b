import Synchronization

/// What the couriers know together of how it goes.
final class DeliveryHealth: Sendable {
  private struct State {
    var requests = 0
    var retries = 0
    var throttled = 0
    var probes = 0
    /// Seconds with nothing but errors; `nil` while there are none.
    var failing: Double?
    var lastTick: SuspendingClock.Instant?
  }

  /// Between two ticks no more time passes than this, unless the machine or the process slept.
  private static let longestTick = Duration.seconds(5)

  private let state = Mutex(State())
  private let giveUpAfter: Int

  /// - Parameter giveUpAfter: seconds with nothing but errors.
  init(giveUpAfter: Int) { self.giveUpAfter = giveUpAfter }

  var requests: Int { state.withLock(\.requests) }
  var retries: Int { state.withLock(\.retries) }
  var throttled: Int { state.withLock(\.throttled) }
  /// Accepted batches that were sent again as witnesses.
  var probes: Int { state.withLock(\.probes) }

  /// Seconds without any answer but errors.
  var failing: Double { state.withLock { $0.failing ?? 0 } }

  func noteRequest(isRetry: Bool, isProbe: Bool) {
    state.withLock {
      $0.requests += 1
      if isRetry { $0.retries += 1 }
      if isProbe { $0.probes += 1 }
    }
  }

  func noteAnswer(_ answer: Answer) {
    state.withLock {
      if answer.status == 429 { $0.throttled += 1 }
      if [202, 400, 413, 429].contains(answer.status) { $0.failing = nil }
    }
  }

  func noteError() {
    state.withLock { $0.failing = $0.failing ?? 0 }
  }

  /// Time passes; called again and again while the process is awake. What was slept is not failing,
  /// and who has slept tries again for a while.
  func tick(_ now: SuspendingClock.Instant = .now) {
    state.withLock { state in
      let elapsed = state.lastTick?.duration(to: now) ?? .zero
      state.lastTick = now
      guard let failing = state.failing else { return }
      state.failing = elapsed > Self.longestTick ? 0 : failing + elapsed / .seconds(1)
    }
  }

  /// Whether there was nothing but errors for too long.
  var mustGiveUp: Bool { state.withLock { $0.failing.map { $0 >= Double(giveUpAfter) } ?? false } }
}
