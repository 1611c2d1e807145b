import PipeCommon

/// The delivering half of a run: what waits, who sends it, how fast, and what comes back.
struct Delivery: ~Copyable {
  let doubts: DoubtBook
  let pacer: Pacer
  let health: DeliveryHealth
  private let backlog: Backlog
  private let mailbox = Mailbox()
  private let width: RequestWidth
  private var couriers: [Task<Void, Never>] = []

  /// - Parameter pace: what an earlier run has found, in batches a second.
  init(_ options: Options, _ doubts: DoubtBook, pace: Int?) {
    self.doubts = doubts
    width = RequestWidth(options.concurrency)
    let pacer = Pacer(rate: options.rate, memory: pace, concurrency: width.bulk)
    self.pacer = pacer
    backlog = Backlog(
      Dispatcher.Rules(
        limits: options.limits, width: width, isForced: options.isForced,
        probes: options.mayProbe), doubts, requestSize: { pacer.requestSize }, now: { pacer.now })
    health = DeliveryHealth(giveUpAfter: options.giveUpAfter)
  }

  /// Sends couriers out.
  mutating func start(
    _ destination: Destination, _ client: HTTPClient, _ diagnostics: Diagnostics
  ) {
    let courier = Courier(
      destination: destination,
      post: { await client.post($0, to: $1, anew: $2, patience: $3) },
      backlog: backlog, doubts: doubts, pacer: pacer, health: health, mailbox: mailbox,
      diagnostics: diagnostics)
    for _ in 0..<width.couriers {
      couriers.append(Task.detached { await courier.run() })
    }
  }

  func put(_ batch: OutgoingBatch) { backlog.put(batch) }

  /// What was accepted and could be sent again.
  ///
  /// - Parameter offset: the record of the input that has the number 0 in this run.
  func witnesses(offset: Int) -> [Witness] {
    backlog.witnesses.map { endpoint, batch in
      Witness(
        endpoint: endpoint, record: offset + batch.sequence, part: batch.part,
        requestID: batch.requestID.text)
    }
  }

  /// A batch that an earlier run has seen accepted.
  func recall(_ batch: OutgoingBatch, _ witness: Witness) {
    if batch.requestID.text == witness.requestID { backlog.recall(batch, witness.endpoint) }
  }

  func takeApart(_ parcel: Parcel, into batches: [OutgoingBatch]) {
    backlog.takeApart(parcel, into: batches)
  }

  /// No more comes for the moment: what is there goes out as it is.
  func inputPauses() { backlog.inputPauses() }

  /// No more comes at all.
  func close() { backlog.close() }

  /// Sends nothing more. A request that waits for its time or its next try is not under way, and
  /// goes no further.
  func abandon() {
    backlog.abandon()
    for courier in couriers { courier.cancel() }
  }

  /// Whether nothing waits and nothing is under way.
  var isIdle: Bool { backlog.isIdle }

  /// Whether everything that came back was taken.
  var hasReportedAll: Bool { backlog.isIdle && mailbox.isEmpty }

  /// Takes everything that has come back.
  func reports() -> [Mailbox.Report] {
    health.tick()
    return mailbox.drain()
  }

  /// Waits until something comes back, at most so long.
  func wait(milliseconds: Int) { mailbox.wait(milliseconds: milliseconds) }
}
