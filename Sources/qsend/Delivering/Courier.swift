import PipeCommon

/// Takes requests from the backlog and does not let go of one before each of its batches is accepted
/// or refused: tries again, halves, or stops, as the answer asks for.
struct Courier: Sendable {
  let destination: Destination
  let client: HTTPClient
  let backlog: Backlog
  let doubts: DoubtBook
  let pacer: Pacer
  let health: DeliveryHealth
  let mailbox: Mailbox
  let diagnostics: Diagnostics

  /// Works until the backlog is done, or something stops the delivery.
  func run() async {
    while let request = await backlog.next() {
      await handle(request, letsOthersGoFirst: true)
    }
  }

  private func handle(_ request: Request, letsOthersGoFirst: Bool) async {
    let effort = Effort(
      acceptedBefore: health.accepted, letsOthersGoFirst: letsOthersGoFirst)
    do throws(DeliveryStop) {
      try await deliver(request, effort)
    } catch {
      backlog.abandon()
      mailbox.post(.stopped(error))
    }
    backlog.settle(request)
  }

  /// What was done for a request's batches so far.
  private struct Effort {
    /// Requests accepted in all when these batches were first tried.
    let acceptedBefore: Int
    /// Whether others are tried while a single batch fails again and again; not by those others.
    let letsOthersGoFirst: Bool
    /// Requests that these batches were in.
    var attempts = 0
  }

  /// Delivers batches in one request, or in as many as it takes.
  private func deliver(
    _ request: Request, _ effort: Effort
  ) async throws(DeliveryStop) {
    let batches = request.batches
    let body = request.body
    let url = destination.url(request.endpoint)
    var effort = effort
    var failures = 0
    var serverErrors = 0
    // Where it failed before, it need not be tried again.
    var anew = false
    while true {
      let sent = try await admit(batches.count)
      health.noteRequest(isRetry: failures > 0)
      effort.attempts += 1
      switch await client.post(body, to: url, anew: anew) {
      case .success(let answer):
        health.noteAnswer(answer)
        pacer.note(answer, batches.count, sent: sent)
        switch answer.consequence {
        case .accepted:
          return settle(request, .accepted, answer, effort)
        case .blame:
          return try await blame(request, answer, effort)
        case .stop(let reason), .failed(let reason):
          throw DeliveryStop(reason: words(reason, answer))
        case .retry:
          failures += 1
          anew = answer.status != 429
          if answer.status >= 500 { serverErrors += 1 }
          if batches.count > 1, serverErrors >= RetryPolicy.serverErrorsBeforeHalving {
            return try await halve(request, effort)
          }
          if batches.count == 1, serverErrors >= RetryPolicy.serverErrorsBeforeRefusal,
            health.accepted > effort.acceptedBefore
          {
            return settle(request, .rejected, answer, effort)
          }
          try await pause(failures, answer, "HTTP \(answer.status)")
        }
      case .failure(let failure):
        if failure.isFinal { throw DeliveryStop(reason: failure.reason) }
        failures += 1
        anew = true
        try await pause(failures, nil, failure.reason)
      }
      // Whether the fault is the batch's or the server's shows in how others fare.
      while effort.letsOthersGoFirst, batches.count == 1,
        serverErrors >= RetryPolicy.serverErrorsBeforeHalving, let others = backlog.nextIfAny()
      {
        await handle(others, letsOthersGoFirst: false)
      }
    }
  }

  /// A bulk request is refused as a whole for one faulty batch: halves find it in few requests.
  private func blame(
    _ request: Request, _ answer: Answer, _ effort: Effort
  ) async throws(DeliveryStop) {
    if request.batches.count > 1 { return try await halve(request, effort) }
    settle(request, .rejected, answer, effort)
  }

  /// One half after the other, so that a user's batches stay in order.
  private func halve(
    _ request: Request, _ effort: Effort
  ) async throws(DeliveryStop) {
    let middle = request.batches.count / 2
    for half in [request.batches[..<middle], request.batches[middle...]] {
      try await deliver(Request(batches: Array(half), endpoint: request.endpoint), effort)
    }
  }

  private func settle(
    _ request: Request, _ status: Outcome.Status, _ answer: Answer, _ effort: Effort
  ) {
    let error = status == .accepted ? nil : words("refused by the server", answer)
    for batch in request.batches {
      doubts.noteAnswer(
        batch.doubts, isAccepted: status == .accepted, alone: request.asks)
    }
    mailbox.post(
      .settled(
        request.batches.map {
          Outcome(
            batch: $0, endpoint: request.endpoint, status: status, httpStatus: answer.status,
            attempts: effort.attempts,
            error: error)
        }))
  }

  private func admit(_ batches: Int) async throws(DeliveryStop) -> Double {
    do throws(CancellationError) {
      return try await pacer.admit(batches)
    } catch {
      throw DeliveryStop(reason: nil)
    }
  }

  /// Waits before the next try.
  private func pause(
    _ failures: Int, _ answer: Answer?, _ reason: String
  ) async throws(DeliveryStop) {
    var delay = RetryPolicy.delay(
      failures: failures, retryAfter: answer?.retryAfter, random: .random(in: 0...1))
    if answer?.status == 429 {
      // Too many requests is said to all couriers, not to this one. A pace that is being found has
      // learned from it already; what the server asks for holds for everybody all the same.
      if pacer.isFixed || answer?.retryAfter != nil { pacer.hold(for: delay) }
    } else {
      let patience = health.noteError()
      guard patience > 0 else {
        throw DeliveryStop(
          reason: "nothing but errors for too long (see --give-up-after), last: \(reason)")
      }
      delay = min(delay, patience)
    }
    let wait =
      delay < RetryPolicy.lastLimit ? "" : " in " + Int(clamping: delay.rounded(.up)).asTime
    diagnostics.warn("\(reason); trying again\(wait)")
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
