import PipeCommon

/// Steps 5 and 6 of mParticle's backfill guide: find the block metadata, keep what was blocked.
struct Extraction: RecordTransform {
  private let selection: Selection
  private let filters: Filters
  private let isOneLineAnEvent: Bool
  private let limit: Int?

  private var batch = QuarantinedBatch()
  private var form = ExtractedForm()
  private var chosen: [BatchOutline.Event] = []

  private var notQuarantined = 0
  private var unmatchedIDs = 0
  private var eventsIn = 0
  private var eventsOut = 0
  /// Selected events that the filters left out.
  private var eventsFiltered = 0
  /// Events that come out although they were delivered: only attributes of them were blocked.
  private var eventsDelivered = 0
  private var linesOut = 0

  init(_ options: Options) {
    selection = options.selection
    filters = options.filters
    isOneLineAnEvent = options.isOneLineAnEvent
    limit = options.limit
  }

  var isFinished: Bool { limit.map { linesOut >= $0 } ?? false }

  mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition {
    do throws(JSONFault) {
      guard try choose(view) else { return .filtered }
    } catch {
      return .rejected(error)
    }
    if isOneLineAnEvent, !chosen.isEmpty {
      for event in chosen where !isFinished { try write([event], view, &output) }
    } else {
      try write(chosen, view, &output)
    }
    return .passed
  }

  func report(to run: ToolRun) {
    run.summary.details += [
      ("events_in", .count(eventsIn)), ("events_out", .count(eventsOut)),
      ("not_quarantined", .count(notQuarantined)), ("unmatched_ids", .count(unmatchedIDs)),
    ]
    run.summary.remarks.append("\(eventsOut.grouped) of \(eventsIn.grouped) events")
    if notQuarantined > 0 {
      run.summary.remarks.append("\(notQuarantined.grouped) were not quarantined")
    }
    if unmatchedIDs > 0 {
      run.diagnostics.warn("\(unmatchedIDs.counted("blocked event id")) that no event has")
      run.summary.warn("unmatched_ids", unmatchedIDs)
    }
    if eventsDelivered > 0 {
      run.diagnostics.warn(
        "\(eventsDelivered.counted("event")) of which only attributes were blocked: delivered "
          + "already, and will be again")
      run.summary.warn("delivered_again", eventsDelivered)
    }
    if eventsFiltered > 0 || isFinished { run.leftOut = true }
  }

  /// Chooses the events that are to come out.
  ///
  /// - Returns: whether the batch comes out at all.
  private mutating func choose(_ view: JSONView) throws(JSONFault) -> Bool {
    chosen.removeAll(keepingCapacity: true)
    guard try batch.read(view) else {
      notQuarantined += 1
      return false
    }
    eventsIn += batch.outline.events.count
    unmatchedIDs += batch.unmatchedIDs
    var selected = 0
    for (event, kinds) in zip(batch.outline.events, batch.kinds)
    where !kinds.isDisjoint(with: selection) {
      selected += 1
      if filters.accept(event, of: batch.outline, view) {
        chosen.append(event)
        if !kinds.contains(.events) { eventsDelivered += 1 }
      } else {
        eventsFiltered += 1
      }
    }
    if !chosen.isEmpty { return true }
    return selected == 0 && !batch.ownKinds.isDisjoint(with: selection)
      && filters.accept(batch.outline, view)
  }

  private mutating func write(
    _ events: [BatchOutline.Event], _ view: JSONView, _ output: inout OutputWriter
  ) throws(IOError) {
    try form.write(events, of: batch, view, &output)
    linesOut += 1
    eventsOut += events.count
  }
}
