import Synchronization

/// What the couriers know together of how it goes.
final class DeliveryHealth: Sendable {
  private struct State {
    var requests = 0
    var retries = 0
    var throttled = 0
    var accepted = 0
    /// When the server last answered with anything but an error of its own.
    var lastAnswer = ContinuousClock.now
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
      if answer.status < 500, answer.status != 408 { $0.lastAnswer = .now }
    }
  }

  /// Whether there has been nothing but errors for too long.
  var isHopeless: Bool {
    state.withLock { $0.lastAnswer.duration(to: .now) > .seconds(giveUpAfter) }
  }
}
