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
  var neighbours = NeighbourJoining()
  /// With `--join=user` only, as what follows.
  var userJoining: UserJoining?
  var block: [LedgerEntry] = []
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
  var taken = 0

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
      Preparation.Needs(
        wire: !options.isDryRun || options.joins == .user, envelope: options.isDryRun,
        record: settings.rejects != nil), kinds)
    if options.joins == .user {
      userJoining = UserJoining(
        replayID: options.replayID, eventLimit: options.requestLimits.events, state.joining,
        settled: state.records)
    }
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
        try take()
      case .rejected(let fault):
        guard !reader.endsInsideRecord else { break }
        digest.add(Array("damaged".utf8).span)
        try takeDamaged(fault)
      case .needsTurn:
        try awaitTurn()
      case .waiting:
        delivery.inputPauses()
        try settle()
        try settlement.flush()
        _ = reader.isReadable(within: 20)
      case .end:
        return try endOfInput()
      // The loop ends; what is under way comes to its end.
      case .interrupted:
        return
      }
    }
  }

  /// Whether as many records were taken as the user has named.
  ///
  /// A block that an earlier run has sent is not ended before.
  var hasReachedLimit: Bool {
    guard let limit = options.limit else { return false }
    return taken >= limit && !(userJoining?.mustGoOn ?? false)
  }

  private mutating func endOfInput() throws(IOError) {
    // Of input that was cut off the last batch may lack something.
    if reader.endsInsideRecord { return }
    if resuming != nil { return refuseInput() }
    try closeJoined()
  }

  /// Waits until all before a damaged record is written, and lets that follow.
  private mutating func awaitTurn() throws(IOError) {
    try closeJoined()
    try settle()
    guard stop == nil else { return }
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
    let doubts = state.doubtsAtStart
    trustedKinds = Set(doubts.indices.filter { doubts[$0].isTrusted })
  }
}
