import PipeCommon

/// Takes requests from the backlog and does not let go of one before each of its batches is accepted
/// or refused: tries again, halves, or stops, as the answer asks for.
struct Courier: Sendable {
  let destination: Destination
  let client: HTTPClient
  let backlog: Backlog
  let pacer: Pacer
  let health: DeliveryHealth
  let mailbox: Mailbox

  /// Works until the backlog is done, or something stops the delivery.
  func run() async {
    while let batches = await backlog.next() {
      do throws(DeliveryStop) {
        try await deliver(batches, attempts: 0)
      } catch {
        backlog.abandon()
        mailbox.post(.stopped(error))
      }
      backlog.settle(batches)
    }
  }

  /// Delivers batches in one request, or in as many as it takes.
  ///
  /// - Parameter attempts: how many requests these batches were in already.
  private func deliver(_ batches: [OutgoingBatch], attempts: Int) async throws(DeliveryStop) {
    let body = destination.body(batches)
    var attempts = attempts
    var failures = 0
    var serverErrors = 0
    let acceptedBefore = health.accepted
    while true {
      try await admit(batches.count)
      health.noteRequest(isRetry: failures > 0)
      attempts += 1
      switch await client.post(body, to: destination.url) {
      case .success(let answer):
        health.noteAnswer(answer)
        switch answer.consequence {
        case .accepted:
          return settle(batches, .accepted, answer, attempts)
        case .blame:
          return try await blame(batches, answer, attempts)
        case .stop(let reason):
          throw DeliveryStop(reason: words(reason, answer))
        case .retry:
          failures += 1
          if answer.status >= 500 { serverErrors += 1 }
          if batches.count > 1, serverErrors >= RetryPolicy.serverErrorsBeforeHalving {
            return try await halve(batches, attempts)
          }
          if batches.count == 1, serverErrors >= RetryPolicy.serverErrorsBeforeRefusal,
            health.accepted > acceptedBefore
          {
            return settle(batches, .rejected, answer, attempts)
          }
          try await pause(failures, answer, "HTTP \(answer.status)")
        }
      case .failure(let failure):
        failures += 1
        try await pause(failures, nil, failure.reason)
      }
    }
  }

  /// A bulk request is refused as a whole for one faulty batch: halves find it in few requests.
  private func blame(
    _ batches: [OutgoingBatch], _ answer: Answer, _ attempts: Int
  ) async throws(DeliveryStop) {
    guard batches.count > 1 else { return settle(batches, .rejected, answer, attempts) }
    try await halve(batches, attempts)
  }

  /// One half after the other, so that a user's batches stay in order.
  private func halve(_ batches: [OutgoingBatch], _ attempts: Int) async throws(DeliveryStop) {
    let middle = batches.count / 2
    try await deliver(Array(batches[..<middle]), attempts: attempts)
    try await deliver(Array(batches[middle...]), attempts: attempts)
  }

  private func settle(
    _ batches: [OutgoingBatch], _ status: Outcome.Status, _ answer: Answer, _ attempts: Int
  ) {
    let error = status == .accepted ? nil : words("refused by the server", answer)
    mailbox.post(
      .settled(
        batches.map {
          Outcome(
            batch: $0, status: status, httpStatus: answer.status, attempts: attempts, error: error)
        }))
  }

  private func admit(_ batches: Int) async throws(DeliveryStop) {
    do throws(CancellationError) {
      try await pacer.admit(batches)
    } catch {
      throw DeliveryStop(reason: nil)
    }
  }

  /// Waits before the next try.
  private func pause(
    _ failures: Int, _ answer: Answer?, _ reason: String
  ) async throws(DeliveryStop) {
    if health.isHopeless {
      throw DeliveryStop(
        reason: "nothing but errors for too long (see --give-up-after), last: \(reason)")
    }
    let delay = RetryPolicy.delay(
      failures: failures, retryAfter: answer?.retryAfter, random: .random(in: 0...1))
    // Too many requests is said to all couriers, not to this one.
    if answer?.status == 429 { pacer.hold(for: delay) }
    do throws(CancellationError) {
      try await pacer.sleep(delay)
    } catch {
      throw DeliveryStop(reason: nil)
    }
  }

  private func words(_ text: String, _ answer: Answer) -> String {
    answer.message.isEmpty ? text : "\(text): \(answer.message)"
  }
}
