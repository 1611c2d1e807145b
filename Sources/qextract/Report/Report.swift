import PipeCommon

/// `--report`: what is in quarantine, instead of the records themselves, in constant memory.
struct Report: RecordTransform {
  private let selection: Selection
  private let filters: Filters
  private let form: ReportForm

  private var batch = QuarantinedBatch()
  private var counts: ReportCounts
  /// Records that have nothing of a batch, and are refused.
  private var noBatch = 0

  init(_ options: Options, _ form: ReportForm) {
    selection = options.selection
    filters = options.filters
    self.form = form
    counts = ReportCounts(now: .now)
  }

  var isFinished: Bool { false }

  mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition {
    do throws(JSONFault) {
      let kind = try batch.read(view)
      counts.see(batch.outline, view)
      switch kind {
      case .quarantined: return count(view) ? .passed : .filtered
      case .notQuarantined: counts.leaveOut(.notQuarantined, batches: 1)
      case .aliasRequest: counts.leaveOut(.aliasRequest, batches: 1)
      case .noBatch(let fault):
        noBatch += 1
        return .rejected(fault)
      }
      return .filtered
    } catch {
      return .rejected(error)
    }
  }

  mutating func finish(into output: inout OutputWriter) throws(IOError) {
    try output.write(counts.document.text(form, json: counts.json).utf8.span)
  }

  func report(to run: ToolRun) {
    run.summary.details += [
      ("events_in", .count(counts.eventsIn)), ("events_out", .count(0)),
      ("not_quarantined", .count(counts.notQuarantined)),
      ("unmatched_ids", .count(counts.unmatchedIDs)),
      ("no_batch", .count(counts.aliasRequests + noBatch)),
    ]
    run.summary.warn("unmatched_ids", counts.unmatchedIDs)
  }

  /// Counts a quarantined batch.
  ///
  /// - Returns: whether it is one of those that the report is about.
  private mutating func count(_ view: JSONView) -> Bool {
    counts.eventsIn += batch.eventCount
    counts.leaveOut(.delivered, events: batch.eventCount - batch.events.count)
    counts.leaveOut(.unmatchedIDs, events: batch.unmatchedIDs)
    let events = batch.events
    // Their places: a batch of a million events is not kept twice.
    var blocked: [Int] = []
    let user = UserKey(
      mpid: batch.outline.mpid, identities: batch.outline.userIdentities, view)
    var departure = Departure(BatchEnvelope(batch.outline, of: user, view))
    var attributeIDs: Set<[UInt8]> = []
    var kinds: Selection = []
    var isSomeSelected = false
    var filtered = 0
    for (place, event) in events.enumerated() {
      let isSelected = !event.kinds.isDisjoint(with: selection)
      if isSelected { isSomeSelected = true }
      guard filters.accept(event.outline, of: batch.outline, view) else {
        filtered += 1
        continue
      }
      kinds.formUnion(event.kinds)
      if event.kinds.contains(.events) { blocked.append(place) }
      if isSelected {
        departure.add(event.outline, view)
      } else {
        counts.leaveOut(event.kinds.contains(.events) ? .events : .eventAttributes, events: 1)
      }
      if event.kinds.contains(.eventAttributes), let id = view.idText(event.outline.eventID) {
        attributeIDs.insert(id)
      }
    }
    counts.leaveOut(.filtered, events: filtered)
    // As in the extraction, a batch goes by its own time if none of its events is selected.
    if !kinds.isEmpty || !isSomeSelected && filters.accept(batch.outline, view) {
      kinds.formUnion(batch.ownKinds)
    }
    guard !kinds.isEmpty else {
      let isFiltered = filtered > 0 || !batch.ownKinds.isEmpty
      let reason: LeftOut =
        isFiltered ? .filtered : batch.unmatchedIDs > 0 ? .unmatchedIDs : .nothingBlocked
      counts.leaveOut(reason, batches: 1)
      return false
    }
    if kinds.isDisjoint(with: selection) { counts.leaveOut(batchOf: kinds) }
    let isLeaving =
      departure.events > 0
      || !isSomeSelected && !batch.ownKinds.isDisjoint(with: selection)
        && filters.accept(batch.outline, view)
    counts.add(
      batch.outline, of: user, blocked: blocked.lazy.map { events[$0].outline },
      isLeaving ? departure : nil, view)
    counts.addAttributes(batch.outline, of: attributeIDs, view)
    return true
  }
}
