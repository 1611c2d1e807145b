import PipeCommon

/// One batch, and what was blocked in it.
struct QuarantinedBatch {
  /// What a record turned out to be.
  enum Kind {
    case quarantined
    /// A batch of which nothing says that it was quarantined.
    case notQuarantined
    /// An alias request, which is left out.
    case aliasRequest
    /// An object that has nothing of a batch.
    case noBatch(JSONFault)
  }

  /// An event of which something was blocked.
  struct Event {
    let outline: BatchOutline.Event
    /// Never empty.
    let kinds: Selection
  }

  private(set) var outline = BatchOutline()
  private(set) var metadata = BlockMetadata()
  /// The events of which something was blocked, in their order.
  private(set) var events: [Event] = []
  /// How many events the batch has in all.
  private(set) var eventCount = 0
  /// `user_identities` of the outgoing form made an object; `nil` if it is one.
  private(set) var identities: [UInt8]?

  /// What was blocked besides events.
  var ownKinds: Selection {
    var kinds: Selection = []
    if metadata.blocksUserAttributes { kinds.insert(.userAttributes) }
    if metadata.blocksIdentities { kinds.insert(.identities) }
    return kinds
  }

  /// How many blocked ids no event has.
  var unmatchedIDs: Int { metadata.eventIDs.unmatched }

  /// Reads a record anew, into the same storage.
  mutating func read(_ view: JSONView) throws(JSONFault) -> Kind {
    events.removeAll(keepingCapacity: true)
    eventCount = 0
    identities = nil
    try outline.readMembers(view)
    if outline.isAliasRequest(view) { return .aliasRequest }
    guard outline.isBatch else { return .noBatch(WrappedBatch.fault(view)) }
    let reading = try metadata.read(view, outline)
    if reading == .present, let list = outline.eventsMember, !view.isNull(list) {
      try view.require(.array, list, "events")
    }
    try outline.forEachEvent(view) { (event) throws(JSONFault) in
      eventCount += 1
      let kinds = kinds(of: event, view)
      if !kinds.isEmpty { events.append(Event(outline: event, kinds: kinds)) }
    }
    guard reading == .present else { return .notQuarantined }
    if let node = outline.userIdentities, view.kind(node) == .array {
      identities = try IdentityList.object(node, view)
    }
    return .quarantined
  }

  /// Forgets the events that are not wanted.
  mutating func keepEvents(where isWanted: (Event, BatchOutline) -> Bool) {
    let outline = outline
    events.removeAll { !isWanted($0, outline) }
  }

  private mutating func kinds(of event: BatchOutline.Event, _ view: JSONView) -> Selection {
    guard let id = event.eventID else { return [] }
    return view.withIDText(id) { text in
      var kinds: Selection = []
      if metadata.eventIDs.matches(text) { kinds.insert(.events) }
      if metadata.attributeEventIDs.matches(text) { kinds.insert(.eventAttributes) }
      return kinds
    } ?? []
  }
}
