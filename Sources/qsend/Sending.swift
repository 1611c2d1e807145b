import PipeCommon

/// Step 8 of mParticle's backfill guide: send what was fixed.
///
///     records ─ Preparation ─▶ Backlog ─ Courier × N ─▶ server
///        └────── Settlement ◀── Mailbox ◀─┘
///
/// One thread reads and settles; couriers only send. So order, receipts and rejects have one owner.
/// A slow server holds up reading only when too much is open, a slow reader of receipts all of it.
struct Sending: ~Copyable {
  let options: Options
  let run: ToolRun

  var reader: RecordReader
  var preparation: Preparation
  var joining = Joining()
  var settlement: Settlement
  var delivery: Delivery
  var rehearsal: Rehearsal
  /// What the input was so far, for the journal.
  var digest = InputDigest()
  /// What earlier runs have settled, as far as it was not passed over yet.
  var resuming: Resuming?
  let earlier: JournalTotals
  let isJournalStale: Bool
  var progress: SendingProgress
  var stop: Stop?
  /// Records that were not passed over.
  private var taken = 0

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
    var kinds = DoubtKinds()
    for doubt in state.doubts { _ = kinds.number(of: doubt.kind) }
    preparation = Preparation(
      BatchPolicy(options, state),
      Router(
        mode: options.endpoint, historicalBefore: state.historicalBefore,
        historicalLimit: state.started.subtracting(days: Router.youngest)),
      replayID: options.replayID,
      Preparation.Needs(wire: !options.isDryRun, record: settings.rejects != nil), kinds)
    settlement = try Settlement(
      settings, run, journal,
      receiptsFor: options.receiptsFor, force: options.isForced || options.isDryRun)
    delivery = Delivery(options, DoubtBook(state.doubts.map(\.entry)), pace: state.pace)
    rehearsal = Rehearsal(options.limits)
    resuming = state.records > 0 ? Resuming(state) : nil
    earlier = state.totals
    isJournalStale = state.isStale(now: .now)
    progress = SendingProgress(
      run.diagnostics, total: reader.totalSize, logEvery: options.logEvery)
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
    report(endsInOrder: failure == nil && Signals.received == nil)
    // Receipts that nobody reads are no reason to die in silence: batches are under way.
    if let failure, !failure.isInterruption { run.diagnostics.fatal("\(failure)") }
    return exitCode(failed: failure.map { !$0.isInterruption } ?? false)
  }

  private mutating func startCouriers() throws(IOError) {
    guard !options.isDryRun, let destination = options.destination,
      let credentials = options.credentials
    else { return }
    let client = try HTTPClient(credentials, destination, timeout: options.timeout)
    delivery.start(destination, client, run.diagnostics)
  }

  /// Sends nothing more.
  mutating func stop(_ stop: Stop?) {
    if self.stop == nil { self.stop = stop }
    delivery.abandon()
  }
}

// MARK: Reading

extension Sending {
  /// Reads on as long as there is input and nothing says to stop.
  private mutating func readAll() throws(IOError) {
    while stop == nil, Signals.received == nil, !hasReachedLimit {
      try settle()
      progress.show(settlement.counts, reader, delivery, isResuming: resuming != nil)
      if settlement.isFull {
        try awaitRoom()
        continue
      }
      switch try reader.advance(rejecting: &settlement.rejects) {
      case .record:
        if options.journal != nil { digest.add(reader.record) }
        take()
      case .rejected(let fault):
        guard !reader.endsInsideRecord else { break }
        digest.add(Array("damaged".utf8).span)
        takeDamaged(fault)
      case .needsTurn:
        try awaitTurn()
      case .waiting:
        delivery.inputPauses()
        try settle()
        try settlement.flush()
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
    if resuming != nil {
      recallWitnesses()
      return pass()
    }
    taken += 1
    guard options.joins else {
      return enter(
        preparation.prepare(reader.view, sequence: settlement.nextSequence, at: reader.place),
        records: 1, digest)
    }
    for group in joining.add(reader.view, at: reader.place, digest) { take(group) }
  }

  private mutating func takeDamaged(_ fault: JSONFault) {
    if resuming != nil { return pass() }
    taken += 1
    let origin = RecordOrigin(place: reader.place)
    for group in joining.close() { take(group) }
    settlement.enter(
      LedgerEntry(
        Receipt(origin: origin, status: .invalid, events: [], error: "\(fault.reason)"),
        record: settlement.rejects.takeDamaged(), digest))
  }

  private mutating func take(_ group: Joining.Group) {
    // It was put together from what had been checked.
    guard let json = try? JSONText(group.text.span) else { return }
    enter(
      preparation.prepare(json.view, sequence: settlement.nextSequence, at: group.place),
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
          settlement.rejects.note(JSONFault(.unacceptable(fault), at: 0), at: prepared.origin.place)
        } else if options.isDryRun, let batch = part.batch {
          rehearsal.add(batch)
          entry.rehearse(batch)
        }
      }
      settlement.enter(entry)
      guard !options.isDryRun else { return }
      for part in prepared.parts { if let batch = part.batch { delivery.put(batch) } }
    case .invalid(let fault, var origin, let record):
      origin.records = records
      settlement.rejects.note(fault, at: origin.place)
      let receipt = Receipt(
        origin: origin, status: .invalid, events: EventPlaces(all: origin.eventIDs.count),
        error: "\(fault.reason)")
      settlement.enter(LedgerEntry(receipt, records: records, record: record, digest))
    }
  }

  private mutating func endOfInput() {
    if resuming != nil, !reader.endsInsideRecord { return refuseInput() }
    // Of input that was cut off the last group may lack something.
    if !reader.endsInsideRecord { for group in joining.close() { take(group) } }
  }

  /// Waits until all before a damaged record is written, and lets that follow.
  private mutating func awaitTurn() throws(IOError) {
    for group in joining.close() { take(group) }
    try settle()
    if settlement.isSettled { try settlement.rejects.takeTurn() } else { try awaitRoom() }
  }

  /// Waits for couriers to make room for more input.
  private mutating func awaitRoom() throws(IOError) {
    try settlement.flush()
    delivery.inputPauses()
    if delivery.hasReportedAll { settlement.openGate() }
    delivery.wait(milliseconds: 250)
  }
}

extension BatchPolicy {
  fileprivate init(_ options: Options, _ state: JournalState) {
    self.init(started: state.started)
    environment = options.environment
    requiresMPID = options.requiresMPID
    allowsDelivered = options.allowsDelivered
    allowsAnyTime = options.allowsAnyTime
    doubtful = options.doubtful
    settledKinds = Set(state.doubts.indices.filter { state.doubts[$0].entry.isSettled })
  }
}
