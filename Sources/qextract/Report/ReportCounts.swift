import PipeCommon

/// Everything the report says, as numbers.
struct ReportCounts {
  /// How long many tools take replayed events, in days after the quarantine.
  static let replayWindow = 14
  /// From how many days on events belong on the historical endpoint.
  static let historicalAge = 30

  private let windowStart: Timestamp
  private let historicalStart: Timestamp

  var eventsIn = 0
  private(set) var batches = 0
  private(set) var events = 0
  private(set) var withoutMPID = 0
  private(set) var users = DistinctCount()
  private(set) var firstTime: Timestamp?
  private(set) var lastTime: Timestamp?
  /// Batches quarantined longer ago than the replay window.
  private(set) var pastReplayWindow = 0
  /// Batches of which every blocked event is over 30 days old.
  private(set) var olderThan30Days = 0

  private(set) var plans = NameCounts()
  private(set) var environments = NameCounts()
  private(set) var eventTypes = NameCounts()
  private(set) var eventNames = NameCounts(isTimed: true)
  private(set) var eventAttributes = NameCounts()
  private(set) var userAttributes = NameCounts()
  private(set) var userIdentities = NameCounts()
  private(set) var deviceIdentities = NameCounts()
  private(set) var applications = NameCounts()
  private(set) var platforms = NameCounts()
  private(set) var sources = NameCounts()
  /// Blocked events by their own time.
  private(set) var timeline = Timeline<Int>()
  /// The last time seen in the export, blocked or not: when a batch was quarantined, else its events'.
  private(set) var lastSeen: Timestamp?
  /// Batches by when they were quarantined; by their newest event where they do not say.
  private(set) var replayParts = Timeline<ReplayPart>(atLeast: .day)
  private(set) var sending = ReplayEstimate()
  private(set) var leftOut: [LeftOut: (batches: Int, events: Int)] = [:]

  init(now: Timestamp) {
    windowStart = now.subtracting(days: Self.replayWindow)
    historicalStart = now.subtracting(days: Self.historicalAge)
  }

  var notQuarantined: Int { leftOut[.notQuarantined]?.batches ?? 0 }
  var aliasRequests: Int { leftOut[.aliasRequest]?.batches ?? 0 }
  var unmatchedIDs: Int { leftOut[.unmatchedIDs]?.events ?? 0 }

  mutating func leaveOut(_ reason: LeftOut, batches: Int = 0, events: Int = 0) {
    guard batches + events > 0 else { return }
    leftOut[reason, default: (0, 0)].batches += batches
    leftOut[reason, default: (0, 0)].events += events
  }

  /// A batch of which only these kinds were blocked, none of which is selected.
  mutating func leaveOut(batchOf kinds: Selection) {
    for (kind, reason) in LeftOut.notSelected where kinds.contains(kind) {
      leaveOut(reason, batches: 1)
    }
  }

  /// Notes how far in time the export reaches, by any batch of it.
  mutating func see(_ outline: BatchOutline, _ view: JSONView) {
    var newest = view.plausibleTime(outline.timestamp)
    if newest == nil {
      try? outline.forEachEvent(view) { (event) throws(JSONFault) in
        if let time = view.plausibleTime(event.timestamp) { newest = max(newest ?? time, time) }
      }
    }
    if let newest { lastSeen = max(lastSeen ?? newest, newest) }
  }

  /// Counts a batch in which something was blocked: these of its events, perhaps.
  ///
  /// - Parameters:
  ///   - user: whom the batch is for.
  ///   - departure: with what it would leave; `nil` if it would not.
  mutating func add(
    _ outline: BatchOutline, of user: UserKey, blocked: some Collection<BatchOutline.Event>,
    _ departure: Departure?, _ view: JSONView
  ) {
    batches += 1
    events += blocked.count
    if view.idText(outline.mpid)?.isEmpty ?? true { withoutMPID += 1 }
    users.insert(hash: user.value)
    let time = count(blocked, view)
    if let time {
      firstTime = min(firstTime ?? time.lowerBound, time.lowerBound)
      lastTime = max(lastTime ?? time.upperBound, time.upperBound)
    }
    let batchTime = view.plausibleTime(outline.timestamp)
    if let quarantined = batchTime ?? time?.upperBound, quarantined < windowStart {
      pastReplayWindow += 1
    }
    if let newest = time?.upperBound ?? batchTime, newest < historicalStart {
      olderThan30Days += 1
    }
    for (counts, name) in [
      (\Self.plans, planName(outline, view)), (\.environments, view.name(outline.environment)),
      (\.applications, BatchOrigin.application(view)), (\.platforms, BatchOrigin.platform(view)),
      (\.sources, BatchOrigin.source(view)),
    ] {
      self[keyPath: counts].add(name, also: blocked.count, at: time)
    }
    departure?.add(to: &sending)
    if let quarantined = batchTime ?? time?.upperBound {
      let part = ReplayPart(
        events: blocked.count, quarantined: quarantined, newest: time?.upperBound)
      replayParts.add(part, at: quarantined)
    }
  }

  /// Counts the blocked names of a batch.
  ///
  /// - Parameter ids: the events of which attributes count.
  mutating func addAttributes(_ outline: BatchOutline, of ids: Set<[UInt8]>, _ view: JSONView) {
    for name in view.names(outline.blockLists?.userAttributes) { userAttributes.add(name) }
    for name in view.names(outline.blockLists?.userIdentities) { userIdentities.add(name) }
    for name in view.names(outline.blockLists?.deviceIdentities) { deviceIdentities.add(name) }
    try? view.forEachElement(outline.blockLists?.eventAttributes, "") {
      (element) throws(JSONFault) in
      let id = view.member(element, named: "event_id")?.value
      guard view.idText(id).map(ids.contains) ?? false else { return }
      // Two products of an event may have the same attribute; it is one event.
      let paths = view.names(view.member(element, named: "event_attributes")?.value)
      for name in Set(paths.map(BlockedAttribute.name)) { eventAttributes.add(name) }
    }
  }

  /// - Returns: from when until when the events happened.
  private mutating func count(
    _ blocked: some Collection<BatchOutline.Event>, _ view: JSONView
  ) -> ClosedRange<Timestamp>? {
    var span: ClosedRange<Timestamp>?
    for event in blocked {
      let time = view.plausibleTime(event.timestamp)
      if let time {
        span = min(span?.lowerBound ?? time, time)...max(span?.upperBound ?? time, time)
      }
      if let time { timeline.add(1, at: time) }
      eventTypes.add(view.name(event.type), at: time.map { $0...$0 })
      eventNames.add(view.name(event.name(view)), at: time.map { $0...$0 })
    }
    return span
  }

  /// `main@2`, or `main` without a version.
  private func planName(_ outline: BatchOutline, _ view: JSONView) -> [UInt8]? {
    guard let id = view.name(outline.planID) else { return nil }
    guard let version = view.idText(outline.planVersion) else { return id }
    return id + Array("@".utf8) + version
  }
}

extension JSONView {
  /// A name's decoded bytes; `nil` if there is none.
  fileprivate func name(_ node: JSONNode?) -> [UInt8]? {
    guard let node, kind(node) == .string else { return nil }
    return decoded(node)
  }

  /// A time at which something can have happened; others come of wrong units and broken clocks.
  fileprivate func plausibleTime(_ node: JSONNode?) -> Timestamp? {
    timestamp(node).flatMap { $0.isPlausible ? $0 : nil }
  }
}
