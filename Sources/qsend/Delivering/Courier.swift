import PipeCommon

/// Takes parcels from the backlog, sends each once, and says what came of it.
struct Courier: Sendable {
  /// Sends a body to an address: over a new connection if it must be, with so many seconds' patience.
  typealias Post =
    @Sendable (_ body: [UInt8], _ url: String, _ anew: Bool, _ patience: Double?) async -> Result<
      Answer, NoAnswer
    >

  let destination: Destination
  let post: Post
  let backlog: Backlog
  let doubts: DoubtBook
  let pacer: Pacer
  let health: DeliveryHealth
  let mailbox: Mailbox
  let diagnostics: Diagnostics

  /// Works until the backlog is done, or something stops the delivery.
  func run() async {
    while let parcel = await backlog.next() {
      do throws(DeliveryStop) {
        try await send(parcel)
      } catch {
        // In this order: who sees that nothing is under way any more must find the reason.
        mailbox.post(.stopped(error))
        backlog.abandon()
      }
    }
  }

  private func send(_ waiting: Parcel) async throws(DeliveryStop) {
    let sent: Double
    do throws(CancellationError) {
      sent = try await pacer.admit(waiting.batches.count)
    } catch {
      backlog.withdraw(waiting)
      throw DeliveryStop(reason: nil)
    }
    let parcel = backlog.leaving(waiting)
    health.noteRequest(isRetry: parcel.ownFailures + parcel.throttles > 0, isProbe: parcel.isProbe)
    let result = await post(
      parcel.request.body, destination.url(parcel.endpoint), parcel.isSuspect, parcel.patience)
    switch result {
    case .success(let answer):
      let isTooSoon = pacer.note(answer, parcel.batches.count, sent: sent)
      try note(answer, isTooSoon: isTooSoon, parcel)
    case .failure(let failure):
      guard !failure.isFinal else {
        backlog.withdraw(parcel)
        throw DeliveryStop(reason: failure.reason)
      }
      let complaint = Parcel.Complaint(status: nil, words: failure.reason)
      try note(parcel, .failed(isDenied: false, retryAfter: nil), complaint)
    }
  }

  private func note(
    _ answer: Answer, isTooSoon: Bool, _ parcel: Parcel
  ) throws(DeliveryStop) {
    health.noteAnswer(answer)
    let complaint = Parcel.Complaint(
      status: answer.status, words: words("refused by the server", answer))
    switch answer.consequence {
    case .accepted:
      try note(parcel, .accepted, Parcel.Complaint(status: answer.status, words: ""))
    case .blame:
      try note(parcel, .refused(isTooLarge: answer.status == 413), complaint)
    case .retry where isTooSoon:
      // It is said to all couriers, not to this one. A pace that is being found has learned from it
      // already; what the server asks for holds for everybody all the same.
      if let seconds = answer.retryAfter ?? (pacer.isFixed ? RetryPolicy.firstLimit : nil) {
        pacer.hold(for: seconds)
      }
      say("HTTP \(answer.status)", answer.retryAfter)
      try note(parcel, .throttled(retryAfter: answer.retryAfter), nil)
    case .retry:
      try note(parcel, .failed(isDenied: false, retryAfter: answer.retryAfter), complaint)
    case .failed(let reason) where answer.status == 404 && !backlog.hasAccepted:
      backlog.withdraw(parcel)
      throw DeliveryStop(reason: words(reason, answer))
    case .failed(let reason):
      try note(
        parcel, .failed(isDenied: answer.status == 403, retryAfter: answer.retryAfter), complaint,
        denial: words(reason, answer))
    case .stop(let reason):
      backlog.withdraw(parcel)
      throw DeliveryStop(reason: words(reason, answer))
    }
  }

  /// Passes on what came of a parcel, and reports what that settles.
  private func note(
    _ parcel: Parcel, _ result: ParcelResult, _ complaint: Parcel.Complaint?, denial: String = ""
  ) throws(DeliveryStop) {
    backlog.note(parcel, result, complaint) { ruling in
      for (settled, status, said) in ruling.settled { report(settled, status, said ?? complaint) }
      if let refused = ruling.apart { mailbox.post(.apart(refused)) }
      if parcel.isProbe, case .accepted = result { mailbox.post(.witnessed) }
      switch ruling.stop {
      case .systemic: mailbox.post(.stopped(.systemic))
      case .denied: mailbox.post(.stopped(DeliveryStop(reason: denial)))
      case nil: break
      }
    }
    guard case .failed(let isDenied, let retryAfter) = result else { return }
    health.noteError()
    let what = complaint?.status.map { "HTTP \($0)" } ?? complaint?.words ?? ""
    if !isDenied || backlog.hasAccepted { say(what, retryAfter) }
    guard !health.mustGiveUp else {
      throw DeliveryStop(
        reason: "nothing but errors for too long (see --give-up-after), last: \(what)")
    }
  }

  /// Says that something is tried again, and when if the server asks for a long wait.
  private func say(_ what: String, _ retryAfter: Double?) {
    let wait = retryAfter.flatMap { $0 < RetryPolicy.lastLimit ? nil : $0.rounded(.up) }
    diagnostics.warn(
      "\(what); trying again" + (wait.map { " in " + Int(clamping: $0).asTime } ?? ""))
  }

  private func report(
    _ parcel: Parcel, _ status: Outcome.Status, _ complaint: Parcel.Complaint?
  ) {
    for batch in parcel.batches {
      doubts.noteAnswer(batch.doubts, isAccepted: status == .accepted, alone: parcel.request.asks)
    }
    mailbox.post(
      .settled(
        parcel.batches.map {
          Outcome(
            batch: $0, endpoint: parcel.endpoint, status: status, httpStatus: complaint?.status,
            attempts: parcel.attempts, error: status == .accepted ? nil : complaint?.words)
        }))
  }

  private func words(_ text: String, _ answer: Answer) -> String {
    answer.message.isEmpty ? text : "\(text): \(answer.message)"
  }
}
