import PipeCommon

/// Step 7 of mParticle's backfill guide: fix the data.
struct Fixing: RecordTransform, ~Copyable {
  private let operations: [ScopedOperation]
  private var metadataFix: MetadataFix
  private var replanning: Replanning?
  private var diff: Diff?
  private let readsMetadata: Bool
  /// Whether a batch can end without the events it had.
  private let canLoseEvents: Bool

  private var outline = BatchOutline()
  private var metadata = BlockMetadata()
  private var storage: DocumentStorage? = DocumentStorage()
  private var text: [UInt8] = []
  private var scopes: ScopeCache

  private var tallies: [Tally]
  /// For each operation, as long as it has never matched.
  private var nearby: [NearbyNames]
  private var dropped = 0

  init(_ options: Options) {
    operations = options.operations
    metadataFix = options.metadata
    replanning = options.plan.map { Replanning($0, options.stillBlocked) }
    diff = options.showsDiff ? Diff() : nil
    scopes = ScopeCache(options.selectorSets)
    tallies = Array(repeating: Tally(), count: operations.count)
    nearby = Array(repeating: NearbyNames(), count: operations.count)
    let dropsEvents = operations.contains { $0.operation is DropEvents }
    canLoseEvents = dropsEvents || replanning?.strips ?? false
    // Whether a batch without events is worth sending shows in its metadata.
    readsMetadata = metadataFix.isNeeded || replanning != nil || dropsEvents
  }

  var isFinished: Bool { false }

  mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition {
    var names: BlockedNames?
    do throws(JSONFault) {
      try outline.read(view)
      if readsMetadata {
        _ = try metadata.read(view, outline)
        names = try BlockedNames(view, outline)
      }
    } catch {
      return .rejected(error)
    }
    var document = Document(view, reusing: storage.take() ?? DocumentStorage())
    let verdict = fix(&document, names)
    text.removeAll(keepingCapacity: true)
    if diff != nil {
      diff?.append(document, isKept: verdict == .passed, outline, view, place, to: &text)
    } else if verdict == .passed {
      document.append(document.root, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    storage = document.recycle()
    switch verdict {
    case .passed:
      try output.write(record: text.span)
      return .passed
    case .dropped:
      try output.write(record: text.span)
      dropped += 1
      return .filtered
    case .refused:
      let finding = replanning?.finding ?? "data"
      return .rejected(
        view.fault("\(replanning?.planName ?? "the plan") would block \(finding)", at: view.root))
    }
  }

  private enum Verdict {
    case passed, dropped, refused
  }

  /// Applies everything to one batch.
  private mutating func fix(_ document: inout Document, _ names: BlockedNames?) -> Verdict {
    if let names, metadataFix.isNeeded { metadataFix.apply(to: &document, names) }
    var blocked: Set<Document.Node> = []
    if canLoseEvents, let names { blocked = document.blockedItems(names) }
    var lostEvents = false
    scopes.reset()
    for (place, scoped) in operations.enumerated() {
      let scope = scopes.scope(of: scoped, &document)
      let tally = scoped.operation.apply(to: &document, scope)
      tallies[place] += tally
      if tallies[place].matched == 0 { noteMiss(of: scoped, place, scope, &document) }
      guard tally.changed > 0 else { continue }
      if scoped.affectsSelection { scopes.refresh(&document) }
      if scoped.operation is DropEvents { lostEvents = true }
    }
    if replanning?.apply(to: &document) ?? false { lostEvents = true }
    if let replanning, replanning.rejects, replanning.finding != nil { return .refused }
    guard lostEvents, EventScope(&document, []).all.isEmpty else { return .passed }
    return document.holds(blocked) ? .passed : .dropped
  }
}

extension Fixing {
  /// What was there instead of what an operation, or its `--on`, looked for.
  private mutating func noteMiss(
    of scoped: ScopedOperation, _ place: Int, _ scope: EventScope, _ document: inout Document
  ) {
    let miss: Miss?
    if scope.missesAll {
      let pattern = scoped.pattern.map { Array($0.utf8) }
      miss = pattern.map { document.miss(of: $0, among: scope.all, step: -1) }
    } else {
      miss = scoped.operation.miss(in: &document, scope)
    }
    if let miss { nearby[place].note(miss) }
  }

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
    for (place, scoped) in operations.enumerated() {
      warn(scoped.operation.label, tallies[place], nearby[place].hint, run)
    }
    for (operation, tally) in zip(operations.map(\.operation), tallies) where tally.leftAlone > 0 {
      run.diagnostics.warn(
        "'\(operation.label)' left \(tally.leftAlone.counted("value")) alone: \(operation.obstacle)"
      )
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

extension Document {
  /// What was blocked besides events and is in the batch, by the names as read: an operation may
  /// give it another.
  fileprivate mutating func blockedItems(_ names: BlockedNames) -> Set<Node> {
    var items: Set<Node> = []
    let blocked = [names.userAttributes, names.userIdentities, names.deviceIdentities]
    for (place, blocked) in zip(Self.blockable, blocked) where !blocked.isEmpty {
      guard let object = child(root, named: place.member) else { continue }
      for item in children(object) where blocked.contains(name(of: item, in: object)) {
        items.insert(item)
      }
    }
    return items
  }

  /// Whether one of these is still in the batch.
  fileprivate mutating func holds(_ items: Set<Node>) -> Bool {
    guard !items.isEmpty else { return false }
    for place in Self.blockable {
      guard let object = child(root, named: place.member) else { continue }
      if !items.isDisjoint(with: children(object)) { return true }
    }
    return false
  }
}
