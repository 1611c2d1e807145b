import PipeCommon

/// Step 7 of mParticle's backfill guide: fix the data.
struct Fixing: RecordTransform, ~Copyable {
  private let operations: [ScopedOperation]
  private var metadataFix: MetadataFix
  private let readsMetadata: Bool

  private var outline = BatchOutline()
  private var metadata = BlockMetadata()
  private var storage: DocumentStorage? = DocumentStorage()
  private var text: [UInt8] = []

  private var tallies: [Tally]
  private var dropped = 0

  init(_ options: Options) {
    operations = options.operations
    metadataFix = options.metadata
    tallies = Array(repeating: Tally(), count: operations.count)
    // Whether a batch without events is worth sending shows in its metadata.
    readsMetadata =
      metadataFix.isNeeded || operations.contains { $0.operation is DropEvents }
  }

  var isFinished: Bool { false }

  mutating func process(
    _ view: JSONView, into output: inout OutputWriter
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
    let isKept = fix(&document, names)
    if isKept {
      text.removeAll(keepingCapacity: true)
      document.append(document.root, to: &text)
    }
    storage = document.recycle()
    guard isKept else {
      dropped += 1
      return .filtered
    }
    try output.write(text.span)
    try output.endRecord()
    return .passed
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
              ("changed", .count(tally.changed)),
            ])
          })
      ),
    ]
    let changes = all.reduce(0) { $0 + $1.1.changed }
    run.summary.remarks.append(changes.counted("change"))
    if dropped > 0 { run.summary.remarks.append("\(dropped.grouped) dropped without events") }
    if run.summary.passed + run.summary.filtered > 0 {
      for (label, tally) in all where tally.matched == 0 {
        run.diagnostics.warn("'\(label)' never matched anything")
        run.summary.warn("never_matched", 1)
      }
    }
    if metadataFix.unanchored > 0 {
      run.diagnostics.warn(
        "\(metadataFix.unanchored.counted("batch")) without mpid lost identities: nothing else says whose"
      )
      run.summary.warn("identities_lost_without_mpid", metadataFix.unanchored)
    }
  }

  /// Applies everything to one batch.
  ///
  /// - Returns: whether it is still worth sending.
  private mutating func fix(_ document: inout Document, _ names: BlockedNames?) -> Bool {
    if let names, metadataFix.isNeeded { metadataFix.apply(to: &document, names) }
    var droppedEvents = false
    for (place, scoped) in operations.enumerated() {
      let scope = EventScope(&document, scoped.selectors)
      let tally = scoped.operation.apply(to: &document, scope)
      tallies[place] += tally
      if scoped.operation is DropEvents, tally.changed > 0 { droppedEvents = true }
    }
    guard droppedEvents, let names else { return true }
    guard EventScope(&document, []).all.isEmpty else { return true }
    return document.holds(names)
  }
}

extension Document {
  /// Whether something that was blocked besides events is still in the batch.
  fileprivate mutating func holds(_ names: BlockedNames) -> Bool {
    for (member, blocked) in [
      ("user_attributes", names.userAttributes), ("user_identities", names.userIdentities),
      ("device_info", names.deviceIdentities),
    ] {
      guard let object = child(root, named: member) else { continue }
      for item in children(object) where blocked.contains(name(of: item, in: object)) {
        return true
      }
    }
    return false
  }
}
