import PipeCommon

/// What a run says at its end.
extension Fixing {
  func report(to run: ToolRun) {
    let all =
      metadataFix.labels + zip(operations, tallies).map { ($0.operation.label, $1) }
    run.summary.details = [
      ("dropped", .count(dropped)),
      (
        "operations",
        .list(
          all.map { label, tally in
            .object([
              ("operation", .text(label)), ("matched", .count(tally.matched)),
              ("changed", .count(tally.changed)), ("left_alone", .count(tally.leftAlone)),
            ])
          })
      ),
      ("still_blocked", replanning?.json ?? .null),
    ]
    let changes = all.reduce(0) { $0 + $1.1.changed }
    run.summary.remarks.append(changes.counted("change"))
    if dropped > 0 { run.summary.remarks.append("\(dropped.grouped) dropped without events") }
    for (label, tally) in metadataFix.labels { warn(label, tally, "", run) }
    // More than a few are counted and not shown.
    var hints = 20
    for (place, scoped) in operations.enumerated() {
      let isShown = tallies[place].matched == 0 && hints > 0
      if isShown { hints -= 1 }
      warn(scoped.operation.label, tallies[place], isShown ? nearby[place].hint : "", run)
    }
    let obstacles =
      metadataFix.labels.map { _ in "too many events share an id" }
      + operations.map(\.operation.obstacle)
    for ((label, tally), obstacle) in zip(all, obstacles) where tally.leftAlone > 0 {
      run.diagnostics.warn(
        "'\(label)' left \(tally.leftAlone.counted("value")) alone: \(obstacle)")
      run.summary.warn("left_alone", tally.leftAlone)
    }
    if metadataFix.unanchored > 0 {
      run.diagnostics.warn(
        "\(metadataFix.unanchored.counted("batch")) without mpid lost identities: nothing else says whose"
      )
      run.summary.warn("identities_lost_without_mpid", metadataFix.unanchored)
    }
    if let replanning { warn(replanning, run) }
  }

  private func warn(_ label: String, _ tally: Tally, _ hint: String, _ run: ToolRun) {
    guard tally.matched == 0, run.summary.passed + run.summary.filtered > 0 else { return }
    run.diagnostics.warn("'\(label)' never matched anything\(hint)".visible())
    run.summary.warn("never_matched", 1)
  }

  private func warn(_ replanning: Replanning, _ run: ToolRun) {
    let counts = replanning.counts
    if replanning.strangerCount > 0 { run.summary.warn("other_plan", replanning.strangerCount) }
    for line in replanning.strangeNames { run.diagnostics.warn(line.visible()) }
    if let judgement = replanning.judgement { run.diagnostics.note(judgement.visible()) }
    guard counts.batches > 0 else {
      if run.summary.passed > 0 {
        run.diagnostics.note("\(replanning.planNames) would block nothing of it")
      }
      return
    }
    run.summary.warn("still_blocked", counts.batches)
    run.diagnostics.note(
      "\(replanning.planNames) would block something in \(counts.batches.counted("batch"))"
        + (replanning.strips ? "; it was taken away:" : ":"))
    for line in counts.lines { run.diagnostics.note(line.visible()) }
  }
}
