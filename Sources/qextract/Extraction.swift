import PipeCommon

/// Steps 5 and 6 of mParticle's backfill guide: find the block metadata, keep what was blocked.
struct Extraction: RecordTransform {
  private let selection: Selection
  private let filters: Filters
  private let isOneLineAnEvent: Bool
  private let limit: Int?
  private let writesKey: Bool

  private var batch = QuarantinedBatch()
  private var form = ExtractedForm()

  private var notQuarantined = 0
  /// Alias requests, which are left out, and what else has nothing of a batch.
  private var noBatch = 0
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
    writesKey = options.writesKey
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
    let key = writesKey ? Self.key(batch.outline, view) : nil
    if isOneLineAnEvent, !batch.events.isEmpty {
      for place in batch.events.indices where !isFinished {
        try write(batch.events[place...place], key, view, &output)
      }
    } else {
      try write(batch.events[...], key, view, &output)
    }
    return .passed
  }

  func report(to run: ToolRun) {
    run.summary.details += [
      ("events_in", .count(eventsIn)), ("events_out", .count(eventsOut)),
      ("not_quarantined", .count(notQuarantined)), ("unmatched_ids", .count(unmatchedIDs)),
      ("no_batch", .count(noBatch)),
    ]
    run.summary.remarks.append("\(eventsOut.grouped) of \(eventsIn.counted("event"))")
    if notQuarantined > 0 {
      run.summary.remarks.append("\(notQuarantined.grouped) were not quarantined")
    }
    if noBatch > 0 {
      run.summary.remarks.append("\(noBatch.grouped) were no batches")
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
    switch try batch.read(view) {
    case .quarantined: break
    case .notQuarantined:
      notQuarantined += 1
      return false
    case .aliasRequest:
      noBatch += 1
      return false
    case .noBatch(let fault):
      noBatch += 1
      throw fault
    }
    eventsIn += batch.eventCount
    unmatchedIDs += batch.unmatchedIDs
    var selected = 0
    batch.keepEvents { event, outline in
      guard !event.kinds.isDisjoint(with: selection) else { return false }
      selected += 1
      return filters.accept(event.outline, of: outline, view)
    }
    eventsFiltered += selected - batch.events.count
    eventsDelivered += batch.events.count { !$0.kinds.contains(.events) }
    if !batch.events.isEmpty { return true }
    return selected == 0 && !batch.ownKinds.isDisjoint(with: selection)
      && filters.accept(batch.outline, view)
  }

  /// What stands in front of a line, with the tab.
  private static func key(_ outline: BatchOutline, _ view: JSONView) -> [UInt8] {
    let user = UserKey(mpid: outline.mpid, identities: outline.userIdentities, view)
    return Array("\(user.value.hex)\t".utf8)
  }

  private mutating func write(
    _ events: ArraySlice<QuarantinedBatch.Event>, _ key: [UInt8]?, _ view: JSONView,
    _ output: inout OutputWriter
  ) throws(IOError) {
    if let key { try output.write(key.span) }
    try form.write(events, of: batch, view, &output)
    linesOut += 1
    eventsOut += events.count
  }
}
