import PipeCommon

/// What a run leaves behind: receipts, rejects and the journal, and the one who knows up to which
/// record all of it is safe.
///
///     ledger ─ in turn ─▶ rejects, receipts ─ both safe ─▶ SafePoint ─▶ journal
///
/// A step of the journal takes a `SafePoint`, which only two successful flushes make, and an output
/// that failed once gives none any more: so what it lost is never called settled. What a killed run
/// has written behind its last step is found again, and each line stands there once.
struct Settlement: ~Copyable {
  private let diagnostics: Diagnostics
  private var ledger: Ledger
  private var receipts: OutputWriter
  var rejects: Rejects
  private var journal: Journal?
  private let hasJournal: Bool
  private let receiptsFor: Receipt.Wanted

  /// What was written, in the outputs' buffers at least.
  private(set) var counts = LedgerCounts()
  /// What the input was up to the last record that was written.
  private var digest = InputDigest()
  /// Records that earlier runs have settled.
  private(set) var skipped = 0
  private var standingReceipts = StandingLines(behind: nil)
  private var standingRejects = StandingLines(behind: nil)
  private var line: [UInt8] = []
  private var lastStep = ContinuousClock.now
  /// Why an output cannot be written any more.
  private var failure: IOError?

  /// - Parameter force: whether refusals count whatever comes after them.
  init(
    _ settings: CommonSettings, _ run: ToolRun, _ journal: consuming Journal?,
    receiptsFor: Receipt.Wanted, force: Bool
  ) throws(IOError) {
    diagnostics = run.diagnostics
    ledger = Ledger(force: force)
    receipts = OutputWriter(.standardOutput, lineBuffered: settings.isLineBuffered)
    rejects = Rejects(
      to: run.takeRejects(), run.diagnostics, holdingUpTo: settings.maxRecord)
    hasJournal = journal != nil
    self.receiptsFor = receiptsFor
    self.journal = consume journal
    guard let state = journalState else { return }
    rejects.isMuted = state.records > 0
    var standing = StandingLines(behind: state.receipts)
    try receipts.readOn(behind: state.receipts) { line, end in
      if let fingerprint = StandingLines.fingerprint(ofReceipt: line) {
        standing.add(fingerprint, end: end)
      }
    }
    swap(&standingReceipts, &standing)
    standing = StandingLines(behind: state.rejects)
    try rejects.readOn(behind: state.rejects) { line, end in
      standing.add(StandingLines.fingerprint(ofReject: line), end: end)
    }
    swap(&standingRejects, &standing)
  }

  // MARK: The ledger

  var nextSequence: Int { ledger.nextSequence }
  var isFull: Bool { ledger.isFull }
  /// Whether everything that was entered is written.
  var isSettled: Bool { ledger.open == 0 }
  mutating func declareSystemicFault() { ledger.declareSystemicFault() }
  mutating func enter(_ entry: LedgerEntry) { ledger.enter(entry) }
  mutating func settle(_ outcome: Outcome) { ledger.settle(outcome) }
  mutating func openGate() { ledger.openGate() }

  /// Counts a record that an earlier run has settled.
  mutating func skip(_ digest: InputDigest) {
    skipped += 1
    self.digest = digest
  }

  /// All that earlier runs have settled has been passed over.
  mutating func hasSkippedAll() { rejects.isMuted = false }

  // MARK: Writing

  /// Bytes of receipts.
  var bytesWritten: Int { receipts.bytesWritten }

  /// Writes the records that have their turn.
  ///
  /// - Parameter isLast: whether what is open will not be settled any more.
  mutating func write(isLast: Bool = false) throws(IOError) {
    while let entry = ledger.next(passingOverOpen: isLast && !hasJournal) {
      if entry.worst == .rejected {
        for receipt in entry.receipts where receipt.status == .rejected {
          if let error = receipt.error { diagnostics.report(error, at: receipt.origin.place) }
        }
      }
      if let failure, !isClosed(failure) { throw failure }
      do throws(IOError) {
        try writeReject(entry)
        if failure == nil { try writeReceipts(entry) }
      } catch {
        failure = failure ?? error
        guard isClosed(error) else { throw error }
      }
      counts.add(entry)
      digest = entry.digest
    }
    if let failure { throw failure }
  }

  private mutating func writeReject(_ entry: LedgerEntry) throws(IOError) {
    guard let record = entry.rejectedRecord else { return }
    if standingRejects.take(StandingLines.fingerprint(ofReject: record.span)) { return }
    try rejects.write(record.span)
  }

  private mutating func writeReceipts(_ entry: LedgerEntry) throws(IOError) {
    var line = line
    self.line = []
    line.removeAll(keepingCapacity: true)
    defer { self.line = line }
    for receipt in entry.receipts where receiptsFor == .all || receipt.status != .accepted {
      if !standingReceipts.take(receipt.fingerprint) { receipt.append(to: &line) }
    }
    if !line.isEmpty {
      Receipt.complete(&line, behind: receipts.torn)
      try receipts.write(record: line.span)
    }
  }

  /// Whether only the reader of the receipts has gone away, who has seen enough of them.
  private func isClosed(_ failure: IOError) -> Bool {
    failure.isClosedPipe && failure.isOfStandardOutput
  }

  /// Hands on what is written.
  mutating func flush() throws(IOError) {
    var failure = failure
    do throws(IOError) { try receipts.flush() } catch { failure = failure ?? error }
    do throws(IOError) { try rejects.flush() } catch { failure = failure ?? error }
    self.failure = failure
    if let failure { throw failure }
  }

  // MARK: The journal

  /// Whether so much time has passed that a step of the journal is worth its syncs.
  var isStepDue: Bool { hasJournal && lastStep.duration(to: .now) >= .seconds(1) }

  /// Makes a step in the journal: what is written by now need not be sent again.
  ///
  /// - Parameters:
  ///   - isEnd: whether nothing is under way any more.
  ///   - fill: adds what others know.
  mutating func step(
    isEnd: Bool, _ fill: (inout JournalState) -> Void
  ) throws(IOError) {
    guard var state = journalState else { return }
    state.records = skipped + counts.settled
    state.digest = digest.text
    // In an orderly end every answer was waited for.
    state.underWay = isEnd ? ledger.openButTaken : Ledger.openLimit
    fill(&state)
    lastStep = .now
    let point = try safePoint()
    state.receipts = standingReceipts.mark ?? point.receipts
    state.rejects = standingRejects.mark ?? point.rejects
    try journal?.advance(to: state, point)
  }

  private var journalState: JournalState? {
    switch journal {
    case .some(let journal): journal.state
    case .none: nil
    }
  }

  private mutating func safePoint() throws(IOError) -> SafePoint {
    if let failure, !isClosed(failure) { throw failure }
    let synced = try rejects.synchronize()
    do throws(IOError) {
      return SafePoint(receipts: try receipts.flush(), rejects: synced)
    } catch {
      failure = failure ?? error
      guard let point = SafePoint(closedReceipts: error, rejects: try rejects.synchronize()) else {
        throw error
      }
      return point
    }
  }
}
