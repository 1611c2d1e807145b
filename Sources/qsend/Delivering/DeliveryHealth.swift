import Synchronization

/// What the couriers know together of how it goes.
final class DeliveryHealth: Sendable {
  private struct State {
    var requests = 0
    var retries = 0
    var throttled = 0
    var accepted = 0
    /// When errors began, if there was nothing else since.
    var firstError: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let giveUpAfter: Int

  /// - Parameter giveUpAfter: seconds with nothing but errors.
  init(giveUpAfter: Int) { self.giveUpAfter = giveUpAfter }

  var requests: Int { state.withLock(\.requests) }
  var retries: Int { state.withLock(\.retries) }
  var throttled: Int { state.withLock(\.throttled) }
  /// Requests accepted so far.
  var accepted: Int { state.withLock(\.accepted) }

  /// Seconds without any answer but errors.
  var failing: Double {
    state.withLock { $0.firstError.map { $0.duration(to: .now) / .seconds(1) } ?? 0 }
  }

  func noteRequest(isRetry: Bool) {
    state.withLock {
      $0.requests += 1
      if isRetry { $0.retries += 1 }
    }
  }

  func noteAnswer(_ answer: Answer) {
    state.withLock {
      if answer.status == 202 { $0.accepted += 1 }
      if answer.status == 429 { $0.throttled += 1 }
      if answer.status < 500, answer.status != 408 { $0.firstError = nil }
    }
  }

  /// Notes an error; too many requests at a time is none.
  ///
  /// - Returns: seconds for which it may go on like this; 0 if it has gone on for too long.
  func noteError() -> Double {
    state.withLock { state in
      let first = state.firstError ?? .now
      state.firstError = first
      return max(Double(giveUpAfter) - first.duration(to: .now) / .seconds(1), 0)
    }
  }
}
