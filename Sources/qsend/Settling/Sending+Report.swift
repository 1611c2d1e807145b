import PipeCommon

/// The closing count.
extension Sending {
  /// - Parameter endsInOrder: whether the input came to its end, and nothing else stopped the work.
  func report(endsInOrder: Bool) {
    let counts = settlement.counts
    // A rehearsal settles nothing.
    let unsettled =
      reader.records - reader.blank - settlement.skipped - counts.settled + counts.wouldSend
    run.summary.records = reader.records
    run.summary.blank = reader.blank
    run.summary.passed = counts.accepted + counts.wouldSend
    run.summary.rejected = counts.rejected
    run.summary.bytesIn = reader.bytesRead
    run.summary.bytesOut = settlement.bytesWritten
    run.summary.details = [
      ("accepted", .count(counts.accepted)), ("invalid", .count(counts.invalid)),
      ("skipped", .count(settlement.skipped)), ("unsettled", .count(unsettled)),
      ("batches", .count(counts.batches)), ("events", .count(counts.events)),
      ("requests", .count(options.isDryRun ? rehearsal.requests : delivery.health.requests)),
      ("retries", .count(delivery.health.retries)),
      ("throttled", .count(delivery.health.throttled)),
      ("historical", .count(counts.historical)), ("users", .count(preparation.users)),
      ("doubtful", doubtful), ("joined", .count(counts.joined)),
      ("probes", .count(delivery.health.probes)), ("total", total),
    ]
    warnings()
    run.leftOut = counts.invalid > 0 || settlement.skipped > 0 || unsettled > 0 || options.isDryRun
    if preparation.warnings.unaskable > 0 {
      run.summary.remarks.append(
        "\(preparation.warnings.unaskable.grouped) in doubt on the historical path "
          + "(--doubtful send sends them)")
    }
    if counts.invalid > 0 { run.summary.remarks.append("\(counts.invalid.grouped) invalid") }
    if settlement.skipped > 0 {
      run.summary.remarks.append("\(settlement.skipped.grouped) skipped, settled by an earlier run")
    }
    if unsettled > counts.wouldSend { run.summary.remarks.append("\(unsettled.grouped) unsettled") }
    if counts.historical > 0 {
      run.summary.remarks.append(
        "\(counts.historical.counted("batch")) historical, which event outputs never receive")
    }
    if counts.saved > 0 {
      let time = ReplayEstimate.seconds(counts.saved).asTime
      run.summary.remarks.append(
        "\(counts.joined.grouped) joined, which saves \(counts.saved.counted("batch")), "
          + "\(time) at \(EventsAPI.usualRate) a second")
    }
    if options.isDryRun {
      run.summary.remarks.append(rehearsal.estimate(isJoined: options.joins == .user))
    }
    if reader.records == 0, endsInOrder { run.diagnostics.note("no records arrived") }
    if reader.endsInsideRecord {
      run.diagnostics.fatal(
        "the input ends inside a record: the command before qsend may have died; run it again")
    }
    if let stop { run.diagnostics.fatal(stop.reason) }
  }

  /// Each kind of doubt: in how many batches of this run it was met, and what the server has made of
  /// all of them.
  private var doubtful: PlainJSON {
    let kinds = preparation.doubtKinds
    let entries = delivery.doubts.entries
    return .list(
      kinds.names.indices.map { kind in
        let entry = kind < entries.count ? entries[kind] : DoubtBook.Entry()
        return .object([
          ("kind", .text(kinds.names[kind])), ("batches", .count(kinds.batches[kind])),
          ("accepted", .count(entry.accepted)), ("refused", .count(entry.refused)),
        ])
      })
  }

  /// Says what the server is asked about, and what it has said.
  private func explainDoubts() {
    let kinds = preparation.doubtKinds
    let entries = delivery.doubts.entries
    for (kind, name) in kinds.names.enumerated() where kinds.batches[kind] > 0 {
      let entry = kind < entries.count ? entries[kind] : DoubtBook.Entry()
      let outcome =
        options.isDryRun
        ? "one by one until the server has taken \(DoubtBook.acceptancesToSettle) of them"
        : "\(entry.accepted.grouped) accepted, \(entry.refused.grouped) refused"
      run.diagnostics.warn("\(kinds.batches[kind].counted("batch")) in doubt, \(name): \(outcome)")
    }
  }

  /// All runs of a journal together; those of this one if there is none.
  private var total: PlainJSON { .object(totals.members) }

  private func warnings() {
    let unknown = preparation.unknownMembers
    warn("unknown_members", unknown.count, "member", unknown.text)
    for warning in preparation.warnings.counts {
      warn(warning.name, warning.count, "batch", warning.text)
    }
    explainDoubts()
    warn("repeated_events", neighbours.repeatedEvents, "event", "left out that stood there already")
    warn("copies", settlement.counts.copies, "record", "that came twice, and went once")
    if isJournalStale {
      run.summary.warn("old_journal", 1)
      run.diagnostics.warn(
        "the journal is over \(JournalState.deduplicationWindow) days old: the server may have "
          + "forgotten the ids, and take again what was under way then")
    }
  }

  /// Counts a warning for programs, and says it to people.
  private func warn(_ name: String, _ count: Int, _ noun: String, _ text: String) {
    guard count > 0 else { return }
    run.summary.warn(name, count)
    run.diagnostics.warn("\(count.counted(noun)) \(text)")
  }

  func exitCode(failed: Bool) -> ExitCode {
    if let stop, stop.code == .usage { return .usage }
    if failed || stop != nil || reader.endsInsideRecord { return .stopped }
    let counts = totals.counts
    return counts.rejected + counts.invalid > 0 ? .someRejected : .done
  }
}
