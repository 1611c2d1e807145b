import Foundation
import PipeCommon

/// Step 8 of mParticle's backfill guide: send what was fixed.
///
///     records ─ Preparation ─▶ Backlog ─ Courier × N ─▶ server
///        └───────── Ledger ◀── Mailbox ◀──┘
///
/// One thread reads, and keeps the ledger; couriers only send. So order, receipts and rejects have
/// one owner, and a slow server, a slow reader of receipts or a slow input hold up no one else.
struct Sending: ~Copyable {
  private let options: Options
  private let run: ToolRun

  private var reader: RecordReader
  private var rejects: Rejects
  private var output: OutputWriter
  private var preparation: Preparation
  private var ledger: Ledger
  private var rehearsal: Rehearsal

  private let backlog: Backlog
  private let mailbox = Mailbox()
  private let health: DeliveryHealth
  private var stopReason: String?
  private var couriers: [Task<Void, Never>] = []

  init(_ options: Options, _ files: consuming InputFiles, _ run: ToolRun) throws(IOError) {
    self.options = options
    self.run = run
    let settings = options.common
    reader = RecordReader(files, maxRecord: settings.maxRecord, keepsTruncated: false)
    rejects = try Rejects(to: settings.rejects, run.diagnostics)
    output = OutputWriter(.standardOutput, lineBuffered: settings.isLineBuffered)
    let threeDaysAgo = Int64(Date().timeIntervalSince1970 * 1000) - 72 * 3_600_000
    preparation = Preparation(
      BatchCheck(
        environment: options.environment, requiresMPID: options.requiresMPID,
        allowsDelivered: options.allowsDelivered,
        historicalLimit: options.isHistorical ? threeDaysAgo : nil),
      replayID: options.replayID)
    ledger = Ledger(force: options.isForced || options.isDryRun)
    rehearsal = Rehearsal(options.limits)
    backlog = Backlog(options.limits)
    health = DeliveryHealth(giveUpAfter: options.giveUpAfter)
  }

  consuming func send() throws(IOError) -> ExitCode {
    var failure: IOError?
    do throws(IOError) {
      startCouriers()
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
    if let failure { run.diagnostics.fatal("\(failure)") }
    return exitCode(failed: failure != nil)
  }

  private mutating func startCouriers() {
    guard !options.isDryRun, let destination = options.destination,
      let credentials = options.credentials
    else { return }
    let client = HTTPClient(
      credentials, timeout: options.timeout, connections: options.concurrency)
    let courier = Courier(
      destination: destination, client: client, backlog: backlog,
      pacer: Pacer(rate: options.rate), health: health, mailbox: mailbox,
      diagnostics: run.diagnostics)
    for _ in 0..<options.concurrency {
      couriers.append(Task.detached { await courier.run() })
    }
  }
}

// MARK: Reading

extension Sending {
  /// Reads on as long as there is input and nothing says to stop.
  private mutating func readAll() throws(IOError) {
    while stopReason == nil, Signals.received == nil {
      try settle()
      if ledger.isFull {
        try awaitRoom()
        continue
      }
      switch try reader.advance(rejecting: &rejects) {
      case .record:
        take()
      case .rejected(let fault):
        if !reader.endsInsideRecord { refuse(fault, RecordOrigin(place: reader.place)) }
      case .waiting:
        backlog.inputPauses()
        try settle()
        try flush()
        _ = reader.isReadable(within: 20)
      case .end:
        return
      }
    }
  }

  private mutating func take() {
    do throws(JSONFault) {
      let batch = try preparation.prepare(
        reader.view, sequence: ledger.nextSequence, at: reader.place)
      if options.isDryRun {
        rehearsal.add(batch)
        ledger.enter(
          Receipt(
            origin: batch.origin, status: .wouldSend, endpoint: options.endpoint,
            requestID: batch.requestID))
      } else {
        ledger.open(batch)
        backlog.put(batch)
      }
    } catch {
      rejects.note(error, at: reader.place)
      let origin = preparation.origin(reader.view, at: reader.place)
      refuse(error, origin, record: Array(copying: reader.record))
    }
  }

  private mutating func refuse(_ fault: JSONFault, _ origin: RecordOrigin, record: [UInt8]? = nil) {
    ledger.enter(
      Receipt(origin: origin, status: .invalid, error: "\(fault.reason)"), record: record)
  }

  /// Waits for couriers to make room for more input.
  private mutating func awaitRoom() throws(IOError) {
    try flush()
    backlog.inputPauses()
    if backlog.isIdle, mailbox.isEmpty { ledger.openGate() }
    mailbox.wait(milliseconds: 250)
  }
}

// MARK: Settling

extension Sending {
  /// Enters what couriers have reported, and writes the receipts that have their turn.
  private mutating func settle() throws(IOError) {
    let reports = mailbox.drain()
    for report in reports {
      switch report {
      case .settled(let outcomes):
        for outcome in outcomes { ledger.settle(outcome, options.endpoint) }
      case .stopped(let stop):
        self.stop(stop.reason)
      }
    }
    if ledger.isSystemicFault() {
      stop(
        "the first \(Ledger.systemicRefusals) batches were all refused: the fault is not in one "
          + "batch, so none is settled (--force goes on)")
      return
    }
    try ledger.emit(to: &output, &rejects, run.diagnostics)
    if !reports.isEmpty || options.isDryRun { try flush() }
  }

  private mutating func flush() throws(IOError) {
    var failure: IOError?
    do throws(IOError) { try output.flush() } catch { failure = error }
    try rejects.flush()
    if let failure { throw failure }
  }

  /// Sends nothing more. A request that waits for its time or its next try is not under way, and
  /// goes no further.
  private mutating func stop(_ reason: String?) {
    if stopReason == nil, let reason { stopReason = reason }
    backlog.abandon()
    for courier in couriers { courier.cancel() }
  }

  /// Lets what is under way come to its end, and settles it.
  private mutating func finish(failed: Bool) throws(IOError) {
    if failed { stop(nil) } else { backlog.close() }
    var failure: IOError?
    while !backlog.isIdle, Signals.timesReceived < 2 {
      if Signals.received != nil { stop(nil) }
      mailbox.wait(milliseconds: 50)
      do throws(IOError) {
        try settle()
      } catch {
        failure = failure ?? error
        stop(nil)
      }
    }
    do throws(IOError) { try settle() } catch { failure = failure ?? error }
    if stopReason == nil { ledger.openGate() }
    do throws(IOError) {
      try ledger.emit(to: &output, &rejects, run.diagnostics, isLast: true)
    } catch {
      failure = failure ?? error
    }
    do throws(IOError) { try flush() } catch { failure = failure ?? error }
    if let failure { throw failure }
  }
}

// MARK: Reporting

extension Sending {
  private func report() {
    let counts = ledger.counts
    let unsettled = reader.records - reader.blank - counts.settled
    run.summary.records = reader.records
    run.summary.blank = reader.blank
    run.summary.passed = counts.accepted + counts.wouldSend
    run.summary.rejected = counts.rejected
    run.summary.bytesIn = reader.bytesRead
    run.summary.bytesOut = output.bytesWritten
    run.summary.details = [
      ("accepted", .count(counts.accepted)), ("invalid", .count(counts.invalid)),
      ("skipped", .count(0)), ("unsettled", .count(unsettled)),
      ("batches", .count(counts.accepted + counts.wouldSend)), ("events", .count(counts.events)),
      ("requests", .count(options.isDryRun ? rehearsal.requests : health.requests)),
      ("retries", .count(health.retries)), ("throttled", .count(health.throttled)),
      ("historical", .count(options.isHistorical ? counts.accepted : 0)),
      ("users", .count(preparation.users)),
    ]
    warn(
      "without_mpid", preparation.withoutMPID, "batch",
      "without mpid: the server finds the user by identities")
    warn(
      "without_block_metadata", preparation.withoutBlockMetadata, "batch",
      "without block metadata: nothing says what was blocked")
    warn(
      "unknown_members", preparation.unknownMembers, "member",
      "that the Events API's reference does not know")
    run.leftOut = counts.invalid > 0 || unsettled > 0 || options.isDryRun
    if counts.invalid > 0 { run.summary.remarks.append("\(counts.invalid.grouped) invalid") }
    if unsettled > 0 { run.summary.remarks.append("\(unsettled.grouped) unsettled") }
    if options.isDryRun { run.summary.remarks.append(rehearsal.estimate) }
    if reader.records == 0 { run.diagnostics.note("no records arrived") }
    if reader.endsInsideRecord {
      run.diagnostics.fatal(
        "the input ends inside a record: the command before qsend may have died; run it again")
    }
    if let stopReason { run.diagnostics.fatal(stopReason) }
  }

  /// Counts a warning for programs, and says it to people.
  private func warn(_ name: String, _ count: Int, _ noun: String, _ text: String) {
    guard count > 0 else { return }
    run.summary.warn(name, count)
    run.diagnostics.warn("\(count.counted(noun)) \(text)")
  }

  private func exitCode(failed: Bool) -> ExitCode {
    if failed || stopReason != nil || reader.endsInsideRecord { return .stopped }
    let counts = ledger.counts
    return counts.rejected + counts.invalid > 0 ? .someRejected : .done
  }
}
