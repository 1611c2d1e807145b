import PipeCommon

/// One batch, and what was blocked in it.
struct QuarantinedBatch {
  private(set) var outline = BatchOutline()
  private(set) var metadata = BlockMetadata()
  /// In which ways each event was blocked, in the order of the events.
  private(set) var kinds: [Selection] = []
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

  /// Reads a batch anew, into the same storage.
  ///
  /// - Returns: whether it was quarantined at all.
  mutating func read(_ view: JSONView) throws(JSONFault) -> Bool {
    kinds.removeAll(keepingCapacity: true)
    try outline.read(view)
    guard try metadata.read(view, outline) == .present else { return false }
    if let events = outline.eventsMember, !view.isNull(events) {
      try view.require(.array, events, "events")
    }
    identities = nil
    if let node = outline.userIdentities, view.kind(node) == .array {
      identities = try IdentityList.object(node, view)
    }
    for event in outline.events { kinds.append(kinds(of: event, view)) }
    return true
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
