import PipeCommon

/// Step 7 of mParticle's backfill guide: fix the data.
struct Fixing: RecordTransform, ~Copyable {
  let operations: [ScopedOperation]
  private(set) var metadataFix: MetadataFix
  private(set) var replanning: Replanning?
  private var diff: Diff?
  private(set) var statistics: DiffStatistics?
  private let readsMetadata: Bool
  /// Whether a batch can end without the events it had.
  private let canLoseEvents: Bool

  private var outline = BatchOutline()
  private var metadata = BlockMetadata()
  private var storage: DocumentStorage? = DocumentStorage()
  private var text: [UInt8] = []
  private var scopes: ScopeCache

  private(set) var tallies: [Tally]
  /// For each operation, as long as it has never matched.
  private(set) var nearby: [NearbyNames]
  /// How many names may still be kept there.
  private var room = 50_000
  private(set) var dropped = 0

  init(_ options: Options) {
    operations = options.operations
    metadataFix = options.metadata
    replanning = options.plan.map { Replanning($0, options.stillBlocked) }
    diff = options.diff == .records ? Diff() : nil
    statistics = options.diff == .stat ? DiffStatistics(options.operations.count) : nil
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
      try outline.readWithoutEvents(view)
      if readsMetadata {
        _ = try metadata.read(view, outline)
        names = try BlockedNames(view, outline)
      }
    } catch {
      return .rejected(error)
    }
    var document = Document(view, reusing: storage.take() ?? DocumentStorage())
    let verdict = fix(&document, names)
    if let fault = document.fault {
      storage = document.recycle()
      return .rejected(fault)
    }
    prepareText(view.range(view.root).count)
    if diff != nil {
      diff?.append(document, isKept: verdict == .passed, outline, view, place, to: &text)
    } else if verdict == .passed, statistics == nil {
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

  /// Empties the text, and makes room for a record at once: doubling takes the room three times. What
  /// one huge record took is let go.
  private mutating func prepareText(_ size: Int) {
    if text.capacity > 1 << 22, size < 1 << 20 { text = [] }
    text.removeAll(keepingCapacity: true)
    if diff == nil, statistics == nil { text.reserveCapacity(size) }
  }

  enum Verdict {
    case passed, dropped, refused
  }

  /// Applies everything to one batch.
  mutating func fix(_ document: inout Document, _ names: BlockedNames?) -> Verdict {
    if let names, metadataFix.isNeeded { metadataFix.apply(to: &document, names) }
    var blocked: Set<Document.Node> = []
    if canLoseEvents, let names { blocked = document.blockedItems(names) }
    var lostEvents = false
    scopes.reset()
    for (place, scoped) in operations.enumerated() {
      let scope = scopes.scope(of: scoped, &document)
      statistics?.begin(place, document)
      let tally = scoped.operation.apply(to: &document, scope)
      statistics?.end(place, tally, document)
      tallies[place] += tally
      if tallies[place].matched == 0 {
        if nearby[place].wantsLook() { noteMiss(of: scoped, place, scope, &document) }
      } else {
        nearby[place].empty(&room)
      }
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
  mutating func finish(into output: inout OutputWriter) throws(IOError) {
    guard let statistics else { return }
    let labels = operations.map(\.operation.label)
    let text =
      metadataFix.labels.map { ($0.label, $0.tally, nil) }
      + zip(labels, zip(tallies, statistics.rows)).map { ($0, $1.0, $1.1) }
    try output.write(record: DiffStatistics.table(text).utf8.span)
  }

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
    if let miss { nearby[place].note(miss, room: &room) }
  }
}
