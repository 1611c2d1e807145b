import PipeCommon

/// What has come back is entered, written and remembered.
extension Sending {
  /// Enters what couriers have reported, writes the receipts that have their turn, and makes a step
  /// in the journal when it is time.
  mutating func settle() throws(IOError) {
    let reports = delivery.reports()
    var refused: [Parcel] = []
    for report in reports {
      switch report {
      case .settled(let outcomes):
        for outcome in outcomes { settlement.settle(outcome) }
      case .apart(let parcel):
        refused.append(parcel)
      case .witnessed:
        settlement.openGate()
      case .stopped(let stop):
        if stop.isSystemic { settlement.declareSystemicFault() }
        self.stop(stop.reason.map { Stop(reason: $0) })
      }
    }
    try takeApart(refused)
    try settlement.write()
    if !reports.isEmpty { try settlement.flush() }
    if settlement.isStepDue { try remember() }
  }

  /// Makes a step in the journal: what has a receipt by now need not be sent again.
  mutating func remember(isEnd: Bool = false) throws(IOError) {
    if resuming != nil { return }
    let totals = totals
    let doubts = doubtStates
    let pace = delivery.pacer.memory
    // What neighbours were joined to stands in no one record.
    let witnesses =
      options.joins == .neighbours ? [] : delivery.witnesses(offset: settlement.skipped)
    let joining = userJoining?.memory(settled: settlement.skipped + settlement.counts.settled)
    try settlement.step(isEnd: isEnd) { state in
      if let joining { state.joining = joining }
      // A block is entered as a whole, on top of what is open.
      if joining != nil, !isEnd { state.underWay += InputBlocks.records }
      state.totals = totals
      state.doubts = doubts
      state.witnesses = witnesses
      state.pace = pace ?? state.pace
    }
  }

  /// What is known of each kind of doubt by now.
  var doubtStates: [JournalState.Doubt] {
    zip(preparation.doubtKinds.names, delivery.doubts.entries).enumerated().map { number, doubt in
      JournalState.Doubt(
        kind: doubt.0, entry: doubt.1, isTrusted: preparation.trustedKinds.contains(number))
    }
  }

  /// The counts of all runs together.
  var totals: JournalTotals {
    var totals = earlier
    totals.counts += settlement.counts
    totals.requests += delivery.health.requests
    totals.retries += delivery.health.retries
    totals.throttled += delivery.health.throttled
    return totals
  }

  /// Lets what is under way come to its end, and settles it.
  mutating func finish(failed: Bool) throws(IOError) {
    if failed { stop(nil) } else { delivery.close() }
    var failure: IOError?
    var stopped: ContinuousClock.Instant?
    while !delivery.isIdle {
      if Signals.received != nil {
        let since = stopped ?? .now
        stopped = since
        stop(nil)
        if since.duration(to: .now) >= .seconds(options.grace) { break }
      }
      delivery.wait(milliseconds: 50)
      progress.show(settlement.counts, reader, delivery, isResuming: resuming != nil)
      do throws(IOError) {
        try settle()
      } catch {
        failure = failure ?? error
        stop(nil)
      }
    }
    do throws(IOError) { try settle() } catch { failure = failure ?? error }
    if stop == nil { settlement.openGate() }
    do throws(IOError) { try settlement.write(isLast: true) } catch { failure = failure ?? error }
    do throws(IOError) { try settlement.flush() } catch { failure = failure ?? error }
    if stop?.code != .usage {
      do throws(IOError) { try remember(isEnd: delivery.isIdle) } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }
}
