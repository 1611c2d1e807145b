import PipeCommon

/// `--report`: what is in quarantine, instead of the records themselves, in constant memory.
struct Report: RecordTransform {
  private let selection: Selection
  private let filters: Filters
  private let form: Options.ReportForm

  private var batch = QuarantinedBatch()
  private var counts: ReportCounts

  init(_ options: Options, _ form: Options.ReportForm) {
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
      guard try batch.read(view) else {
        counts.leaveOut(.notQuarantined, batches: 1)
        return .filtered
      }
      return count(view) ? .passed : .filtered
    } catch {
      return .rejected(error)
    }
  }

  mutating func finish(into output: inout OutputWriter) throws(IOError) {
    switch form {
    case .json: try output.write("\(counts.json.text)\n".utf8.span)
    case .table: try output.write(ReportTable(counts).text.utf8.span)
    }
  }

  func report(to run: ToolRun) {
    run.summary.details += [
      ("events_in", .count(counts.eventsIn)), ("events_out", .count(0)),
      ("not_quarantined", .count(counts.notQuarantined)),
      ("unmatched_ids", .count(counts.unmatchedIDs)),
    ]
    run.summary.warn("unmatched_ids", counts.unmatchedIDs)
  }

  /// Counts a quarantined batch.
  ///
  /// - Returns: whether it is one of those that the report is about.
  private mutating func count(_ view: JSONView) -> Bool {
    counts.eventsIn += batch.outline.events.count
    counts.leaveOut(.unmatchedIDs, events: batch.unmatchedIDs)
    var blocked: [BatchOutline.Event] = []
    var attributeIDs: Set<[UInt8]> = []
    var kinds: Selection = []
    var isSomeSelected = false
    var filtered = 0
    for (event, eventKinds) in zip(batch.outline.events, batch.kinds) {
      let isSelected = !eventKinds.isDisjoint(with: selection)
      if isSelected { isSomeSelected = true }
      if eventKinds.isEmpty {
        counts.leaveOut(.delivered, events: 1)
      } else if !filters.accept(event, of: batch.outline, view) {
        filtered += 1
      } else {
        kinds.formUnion(eventKinds)
        if eventKinds.contains(.events) { blocked.append(event) }
        if !isSelected {
          counts.leaveOut(eventKinds.contains(.events) ? .events : .eventAttributes, events: 1)
        }
        if eventKinds.contains(.eventAttributes), let id = view.idText(event.eventID) {
          attributeIDs.insert(id)
        }
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
    counts.add(batch.outline, blocked: blocked, view)
    counts.addAttributes(batch.outline, of: attributeIDs, view)
    return true
  }
}
