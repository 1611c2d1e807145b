import PipeCommon

/// What has come back is entered, written and remembered.
extension Sending {
  /// Enters what couriers have reported, writes the receipts that have their turn, and makes a step
  /// in the journal when it is time.
  mutating func settle() throws(IOError) {
    let reports = mailbox.drain()
    for report in reports {
      switch report {
      case .settled(let outcomes):
        for outcome in outcomes { ledger.settle(outcome) }
      case .stopped(let stop):
        self.stop(stop.reason.map { Stop(reason: $0) })
      }
    }
    if ledger.isSystemicFault() {
      stop(
        Stop(
          reason: "the first \(Ledger.systemicRefusals) batches were all refused: the fault is not "
            + "in one batch, so none is settled (--force goes on)"))
      return
    }
    do throws(IOError) {
      try ledger.emit(to: &output, &rejects, run.diagnostics)
    } catch {
      if !error.isClosedPipe { hasLostReceipts = true }
      throw error
    }
    if !reports.isEmpty { try flush() }
    if journal?.isDue ?? false { try remember() }
  }

  mutating func flush() throws(IOError) {
    var failure: IOError?
    do throws(IOError) { try output.flush() } catch { failure = error }
    // Whoever closes the receipts has seen enough of them; a full disk has lost them.
    if let failure, !failure.isClosedPipe { hasLostReceipts = true }
    try rejects.flush()
    if let failure { throw failure }
  }

  /// Makes a step in the journal: what has a receipt by now need not be sent again.
  mutating func remember() throws(IOError) {
    guard resuming == nil, var state = journal?.state else { return }
    var failure: IOError?
    do throws(IOError) { try flush() } catch { failure = error }
    if hasLostReceipts { return }
    try rejects.synchronize()
    state.records = ledger.counts.settled
    state.digest = ledger.digest.text
    state.totals = totals
    state.doubts = doubtStates
    try journal?.advance(to: state)
    if let failure { throw failure }
  }

  /// What is known of each kind of doubt by now.
  var doubtStates: [JournalState.Doubt] {
    zip(preparation.doubtKinds.names, doubts.entries).map(JournalState.Doubt.init)
  }

  /// The counts of all runs together.
  var totals: JournalTotals {
    var totals = earlier
    totals.counts += ledger.counts
    totals.requests += health.requests
    totals.retries += health.retries
    totals.throttled += health.throttled
    return totals
  }

  /// Lets what is under way come to its end, and settles it.
  mutating func finish(failed: Bool) throws(IOError) {
    if failed { stop(nil) } else { backlog.close() }
    var failure: IOError?
    while !backlog.isIdle {
      if Signals.received != nil { stop(nil) }
      mailbox.wait(milliseconds: 50)
      progress.show(ledger, reader, health, pacer)
      do throws(IOError) {
        try settle()
      } catch {
        failure = failure ?? error
        stop(nil)
      }
    }
    do throws(IOError) { try settle() } catch { failure = failure ?? error }
    if stop == nil { ledger.openGate() }
    do throws(IOError) {
      try ledger.emit(
        to: &output, &rejects, run.diagnostics, passingOverOpen: journal == nil)
    } catch {
      failure = failure ?? error
    }
    do throws(IOError) { try flush() } catch { failure = failure ?? error }
    if stop?.code != .usage {
      do throws(IOError) { try remember() } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}
