import PipeCommon

/// What `--suggest` writes.
enum Suggestion: String, CaseIterable {
  case rules, plan
}

/// `--suggest`: from what is blocked to what would let it pass.
struct Suggesting: RecordTransform, ~Copyable {
  private let suggestion: Suggestion
  private let planText: [UInt8]
  private var sketches: Sketches
  private var outline = BatchOutline()
  private var storage: DocumentStorage? = DocumentStorage()
  /// What is said when all is written.
  private var lines: [String] = []

  var isFinished: Bool { false }

  init?(_ options: Options) {
    guard let suggestion = options.suggestion, let versions = options.plan else { return nil }
    self.suggestion = suggestion
    planText = options.planText
    sketches = Sketches(versions)
  }

  mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition {
    do throws(JSONFault) { try outline.readWithoutEvents(view) } catch { return .rejected(error) }
    var document = Document(view, reusing: storage.take() ?? DocumentStorage())
    sketches.add(&document)
    let fault = document.fault
    storage = document.recycle()
    return fault.map { .rejected($0) } ?? .filtered
  }

  mutating func finish(into output: inout OutputWriter) throws(IOError) {
    let text: [UInt8]
    do throws(UsageError) {
      text = try suggest()
    } catch {
      // What is written must be what can be read; a plan nested as deep as may be cannot be added to.
      throw IOError("suggest", "\(suggestion)", code: EINVAL, advice: "\(error)")
    }
    try output.write(record: text.span)
  }

  private mutating func suggest() throws(UsageError) -> [UInt8] {
    let versions = sketches.versions
    var draft = RuleDraft()
    draft.addEvents(sketches)
    let renamed = try sketches.applying(draft.text)
    draft.addAttributes(renamed)
    let rest = try sketches.applying(draft.text)
    let before = sketches.blocked(by: versions)
    let after: (events: Int, attributes: Int)
    let text: [UInt8]
    switch suggestion {
    case .rules:
      text = draft.text
      after = rest.blocked(by: versions)
      lines = draft.evidence + draft.unclear.map { "unclear: \($0)" }
      lines.append("\(draft.rules.count.counted("rule")), \(draft.unclear.count.grouped) unclear")
    case .plan:
      let plan = PlanDraft(rest)
      text = try plan.text(planText, versions)
      after = sketches.blocked(by: try DataPlanFile.read(text, "the suggested plan"))
      let count = plan.count
      lines = draft.evidence.map { "left to --suggest rules: \($0)" }
      lines.append(
        "\(count.events.counted("event")) and \(count.attributes.counted("attribute")) added")
    }
    lines.append(
      "would pass: \(max(0, before.events - after.events).grouped) of "
        + "\(before.events.counted("blocked event")); blocked attributes of planned events and users: "
        + "\(before.attributes.grouped) before, \(after.attributes.grouped) after")
    if sketches.counts.isApproximate {
      lines.append(
        "more kinds of events than fit: what occurred at most \(sketches.counts.floor.grouped) "
          + "times may be left out")
    }
    if sketches.tooLarge > 0 {
      lines.append("\(sketches.tooLarge.counted("event")) with too many names left out")
    }
    return text
  }

  func report(to run: ToolRun) {
    for line in lines { run.diagnostics.note(line.visible()) }
  }
}
