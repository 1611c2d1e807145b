import PipeCommon

/// What the proof found, for people and for programs.
struct ProofReport {
  let findings: ProofFindings
  let index: ReceiptIndex

  /// Whether every event was accepted under exactly one id, and no receipt tells of anything else.
  var isProven: Bool { findings.isComplete && index.damaged == 0 }

  var document: ReportDocument {
    var document = ReportDocument(title: "What became of it")
    document.answers = answers
    document.sections = [picture, totals, names, days, examples]
    return document
  }

  // MARK: Answers

  private var answers: [ReportDocument.Answer] {
    var answers: [ReportDocument.Answer] = [
      ("Was all accepted?", whetherAll), ("Which receipts?", receipts),
    ]
    if let reason = unprovable { answers.append(("Why is it missing?", reason)) }
    return answers
  }

  private var whetherAll: String {
    let what =
      "\(findings.events.all.counted("event")) of \(findings.records.all.counted("record"))"
    if isProven { return "yes: \(what), each accepted under exactly one id" }
    let counts = findings.events.open > 0 ? findings.events : findings.records
    let fates = Fate.allCases.filter { $0 != .accepted && counts[$0] > 0 }
      .map { "\(counts[$0].grouped) \($0.name)" }
    let open =
      findings.events.open > 0
      ? "\(findings.events.open.grouped) of \(what)"
      : "\(findings.records.open.grouped) of \(findings.records.all.counted("record"))"
    return fates.isEmpty
      ? "\(what), all accepted; but receipts are damaged, or of something else"
      : "no: \(open): \(fates.joined(separator: ", "))"
  }

  private var receipts: String {
    let counts: [(count: Int, text: String)] = [
      (index.damaged, "damaged"), (index.rehearsed, "of a rehearsal"),
      (findings.strange, "of other input"),
    ]
    let events = findings.strangers
    return
      ([index.receipts.counted("receipt")]
      + counts.filter { $0.count > 0 }.map { "\($0.count.grouped) \($0.text)" }
      + (events > 0 ? ["\(events.counted("event")) in them that their records do not have"] : []))
      .joined(separator: ", ")
  }

  /// Why nothing can be proven, if that is to be seen.
  private var unprovable: String? {
    guard index.accepted == 0, findings.events[.missing] + findings.records[.missing] > 0 else {
      return nil
    }
    return index.rehearsed > 0
      ? "a rehearsal (--dry-run) sends nothing"
      : "no receipt says accepted; where --receipts-for problems left those out, nothing can be proven"
  }

  // MARK: Lists

  private static let columns: [ReportTable.Column] = ProofCounts().columns.map {
    ($0.name, $0.name == "count" ? "read" : $0.name)
  }

  private func table(_ rows: [ReportTable.Row]) -> ReportSection.Content {
    .table(ReportTable(Self.columns, rows))
  }

  private func cells(_ counts: ProofCounts) -> [ReportTable.Cell] {
    counts.columns.map { .count($0.count) }
  }

  private var totals: ReportSection {
    ReportSection(
      "totals", "In all",
      table([
        ReportTable.Row(own: "records", cells(findings.records)),
        ReportTable.Row(own: "events", cells(findings.events)),
      ]))
  }

  private var names: ReportSection {
    var rows = findings.names.ranked.map {
      ReportTable.Row($0.name, cells($0.counts), weight: $0.counts.all)
    }
    if findings.names.others.all > 0 {
      rows.append(ReportTable.Row(own: "other_names", cells(findings.names.others)))
    }
    return ReportSection("event_names", "Event names", table(rows))
  }

  /// The days on which something happened, and what has no day.
  private var daily: [(name: String?, counts: ProofCounts)] {
    let days = findings.days
    var dated = ProofCounts()
    for step in days.steps { dated.add(step) }
    return days.steps.indices.filter { days.steps[$0].all > 0 }
      .map { (days.start(ofStep: $0).date, days.steps[$0]) }
      + (dated.all < findings.events.all ? [(nil, findings.events.without(dated))] : [])
  }

  private var days: ReportSection {
    let rows = daily.map { ReportTable.Row($0.name.map { Array($0.utf8) }, cells($0.counts)) }
    let width = findings.days.width
    return ReportSection(
      "days", width == .day ? "Days" : "Steps of \(width.name) from",
      .table(ReportTable(Self.columns, rows, shown: 120)))
  }

  private var examples: ReportSection {
    let rows = findings.examples.map { example in
      ReportTable.Row(
        Array("\(example.place.file):\(example.place.line)".utf8),
        [
          .note(
            [example.eventID.map { "event \($0)" }, example.finding.fate.name].compactMap { $0 }
              .joined(separator: " ") + (example.finding.error.map { ": \($0)" } ?? ""))
        ])
    }
    return ReportSection(
      "examples", "Where, for example", .table(ReportTable([("note", "")], rows)))
  }

  private var picture: ReportSection {
    let read = findings.read
    let accepted = findings.accepted.steps(of: read)
    let open = zip(read.steps, accepted).map { $0 - $1 }
    let lines = [("accepted", accepted), ("not accepted", open)].map {
      ReportTimeline.Line(Array($0.0.utf8), $0.1)
    }
    return ReportSection(
      "timeline", "Events read, and what became of them",
      .timeline(ReportTimeline(read, lines, linesTitle: "Of these")))
  }

  // MARK: For programs

  var json: PlainJSON {
    .object([
      ("proven", .text(isProven ? "yes" : "no")), ("records", object(findings.records)),
      ("events", object(findings.events)),
      (
        "event_names",
        .list(
          findings.names.ranked.map {
            object($0.counts, [("name", $0.name.map { .bytes($0) } ?? .null)])
          })
      ),
      ("other_names", object(findings.names.others)),
      (
        "days",
        .list(daily.map { object($0.counts, [("name", $0.name.map { .text($0) } ?? .null)]) })
      ),
      ("step_days", .count(findings.days.width.seconds / 86_400)),
      ("receipts", .count(index.receipts)), ("damaged_receipts", .count(index.damaged)),
      ("rehearsed_receipts", .count(index.rehearsed)),
      ("strange_receipts", .count(findings.strange)),
      ("strange_events", .count(findings.strangers)),
      ("examples", .list(findings.examples.map(object))),
    ])
  }

  private func object(
    _ counts: ProofCounts, _ members: [(name: String, value: PlainJSON)] = []
  ) -> PlainJSON {
    .object(members + counts.columns.map { ($0.name, .count($0.count)) })
  }

  private func object(_ example: ProofFindings.Example) -> PlainJSON {
    func text(_ text: String?) -> PlainJSON { text.map { .text($0) } ?? .null }
    return .object([
      ("file", .text(example.place.file)), ("line", .count(example.place.line)),
      ("event_id", text(example.eventID)), ("fate", .text(example.finding.fate.name)),
      ("error", text(example.finding.error)),
    ])
  }
}
