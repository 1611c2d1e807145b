import PipeCommon

/// Step 8 of mParticle's backfill guide: send what was fixed.
///
///     records ─ Preparation ─▶ Backlog ─ Courier × N ─▶ server
///        └───────── Ledger ◀── Mailbox ◀──┘
///
/// One thread reads, and keeps the ledger; couriers only send. So order, receipts and rejects have
/// one owner, and a slow server, a slow reader of receipts or a slow input hold up no one else.
struct Sending: ~Copyable {
  let options: Options
  let run: ToolRun

  var reader: RecordReader
  var rejects: Rejects
  var output: OutputWriter
  var preparation: Preparation
  var joining = Joining()
  var ledger: Ledger
  var rehearsal: Rehearsal
  /// What the input was so far, for the journal.
  var digest = InputDigest()
  /// What earlier runs have settled, as far as it was not passed over yet.
  var resuming: Resuming?
  var journal: Journal?
  let earlier: JournalTotals
  let isJournalStale: Bool

  let width: RequestWidth
  let doubts: DoubtBook
  let backlog: Backlog
  let pacer: Pacer
  let mailbox = Mailbox()
  let health: DeliveryHealth
  var progress: SendingProgress
  var stop: Stop?
  /// Records that were not passed over.
  private var taken = 0
  /// Whether receipts could not be written: what they say must not be called settled.
  var hasLostReceipts = false
  private var couriers: [Task<Void, Never>] = []

  /// Why nothing more is sent.
  struct Stop {
    let reason: String
    var code = ExitCode.stopped
  }

  init(
    _ options: Options, _ files: consuming InputFiles, _ run: ToolRun,
    resumingFrom state: JournalState, _ journal: consuming Journal?
  ) throws(IOError) {
    self.options = options
    self.run = run
    let settings = options.common
    reader = RecordReader(files, maxRecord: settings.maxRecord, keepsTruncated: false)
    rejects = Rejects(to: run.takeRejects(), run.diagnostics, holdsDamaged: true)
    output = OutputWriter(.standardOutput, lineBuffered: settings.isLineBuffered)
    var kinds = DoubtKinds()
    for doubt in state.doubts { _ = kinds.number(of: doubt.kind) }
    preparation = Preparation(
      BatchPolicy(options, state),
      Router(
        mode: options.endpoint, historicalBefore: state.historicalBefore,
        historicalLimit: state.started.subtracting(days: Router.youngest)),
      replayID: options.replayID,
      Preparation.Needs(wire: !options.isDryRun, record: settings.rejects != nil), kinds)
    doubts = DoubtBook(state.doubts.map(\.entry))
    ledger = Ledger(force: options.isForced || options.isDryRun || state.totals.counts.accepted > 0)
    rehearsal = Rehearsal(options.limits)
    resuming = state.records > 0 ? Resuming(state) : nil
    rejects.isMuted = state.records > 0
    self.journal = consume journal
    earlier = state.totals
    isJournalStale = state.isStale(now: .now)
    width = RequestWidth(options.concurrency)
    let pacer = Pacer(rate: options.rate, concurrency: width.bulk)
    self.pacer = pacer
    backlog = Backlog(options.limits, width, doubts) { pacer.requestSize }
    health = DeliveryHealth(giveUpAfter: options.giveUpAfter)
    progress = SendingProgress(run.diagnostics, total: reader.totalSize)
  }

  consuming func send() throws(IOError) -> ExitCode {
    var failure: IOError?
    do throws(IOError) {
      try startCouriers()
      try readAll()
    } catch {
      failure = error
    }
    do throws(IOError) {
      try finish(failed: failure != nil)
    } catch {
      failure = failure ?? error
    }
    report()
    // Receipts that nobody reads are no reason to die in silence: batches are under way.
    if let failure, !failure.isInterruption { run.diagnostics.fatal("\(failure)") }
    return exitCode(failed: failure.map { !$0.isInterruption } ?? false)
  }

  private mutating func startCouriers() throws(IOError) {
    guard !options.isDryRun, let destination = options.destination,
      let credentials = options.credentials
    else { return }
    let client = try HTTPClient(credentials, destination, timeout: options.timeout)
    let courier = Courier(
      destination: destination, client: client, backlog: backlog, doubts: doubts, pacer: pacer,
      health: health, mailbox: mailbox, diagnostics: run.diagnostics)
    for _ in 0..<width.couriers {
      couriers.append(Task.detached { await courier.run() })
    }
  }

  /// Sends nothing more. A request that waits for its time or its next try is not under way, and
  /// goes no further.
  mutating func stop(_ stop: Stop?) {
    if self.stop == nil { self.stop = stop }
    backlog.abandon()
    for courier in couriers { courier.cancel() }
  }
}

// MARK: Reading

extension Sending {
  /// Reads on as long as there is input and nothing says to stop.
  private mutating func readAll() throws(IOError) {
    while stop == nil, Signals.received == nil, !hasReachedLimit {
      try settle()
      progress.show(ledger, reader, health, pacer)
      if ledger.isFull {
        try awaitRoom()
        continue
      }
      switch try reader.advance(rejecting: &rejects) {
      case .record:
        if options.journal != nil { digest.add(reader.record) }
        take()
      case .rejected(let fault):
        guard !reader.endsInsideRecord else { break }
        digest.add(Array("damaged".utf8).span)
        takeDamaged(fault)
      case .waiting:
        backlog.inputPauses()
        try settle()
        try flush()
        _ = reader.isReadable(within: 20)
      case .end:
        return endOfInput()
      // The loop ends; what is under way comes to its end.
      case .interrupted:
        return
      }
    }
  }

  /// Whether as many records were taken as the user has named.
  private var hasReachedLimit: Bool { options.limit.map { taken >= $0 } ?? false }

  /// Takes the record in the reader.
  private mutating func take() {
    if resuming != nil { return pass(RecordOrigin(place: reader.place)) }
    taken += 1
    guard options.joins else {
      return enter(
        preparation.prepare(reader.view, sequence: ledger.nextSequence, at: reader.place),
        records: 1, digest)
    }
    for group in joining.add(reader.view, at: reader.place, digest) { take(group) }
  }

  private mutating func takeDamaged(_ fault: JSONFault) {
    let origin = RecordOrigin(place: reader.place)
    if resuming != nil { return pass(origin) }
    taken += 1
    for group in joining.close() { take(group) }
    ledger.enter(
      LedgerEntry(
        Receipt(origin: origin, status: .invalid, events: [], error: "\(fault.reason)"),
        record: rejects.takeDamaged(), digest))
  }

  private mutating func take(_ group: Joining.Group) {
    // It was put together from what had been checked.
    guard let json = try? JSONText(group.text.span) else { return }
    enter(
      preparation.prepare(json.view, sequence: ledger.nextSequence, at: group.place),
      records: group.records, group.digest)
  }

  /// Enters what became of a record, and lets its batches go.
  private mutating func enter(
    _ preparation: Preparation.Result, records: Int, _ digest: InputDigest
  ) {
    switch preparation {
    case .ready(let prepared):
      var entry = LedgerEntry(prepared, records: records, digest)
      for part in prepared.parts {
        if let fault = part.fault {
          rejects.note(JSONFault(.unacceptable(fault), at: 0), at: prepared.origin.place)
        } else if options.isDryRun, let batch = part.batch {
          rehearsal.add(batch)
          entry.rehearse(batch)
        }
      }
      ledger.enter(entry)
      guard !options.isDryRun else { return }
      for part in prepared.parts { if let batch = part.batch { backlog.put(batch) } }
    case .invalid(let fault, let origin, let record):
      rejects.note(fault, at: origin.place)
      let receipt = Receipt(
        origin: origin, status: .invalid, events: Array(0..<origin.eventIDs.count),
        error: "\(fault.reason)")
      ledger.enter(LedgerEntry(receipt, records: records, record: record, digest))
    }
  }

  /// Passes over a record that an earlier run has settled.
  private mutating func pass(_ origin: RecordOrigin) {
    ledger.enter(
      LedgerEntry(Receipt(origin: origin, status: .skipped, events: []), digest))
    guard resuming?.pass(digest) ?? true else { return refuseInput() }
    if resuming?.isDone ?? false {
      resuming = nil
      rejects.isMuted = false
    }
  }

  private mutating func refuseInput() {
    stop(
      Stop(
        reason: "the journal belongs to other input: what it calls settled is not what arrived; "
          + "nothing is sent", code: .usage))
  }

  private mutating func endOfInput() {
    if resuming != nil, !reader.endsInsideRecord { return refuseInput() }
    // Of input that was cut off the last group may lack something.
    if !reader.endsInsideRecord { for group in joining.close() { take(group) } }
  }

  /// Waits for couriers to make room for more input.
  private mutating func awaitRoom() throws(IOError) {
    try flush()
    backlog.inputPauses()
    if backlog.isIdle, mailbox.isEmpty { ledger.openGate() }
    mailbox.wait(milliseconds: 250)
  }
}
