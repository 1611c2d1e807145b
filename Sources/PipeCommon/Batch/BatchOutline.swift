/// Where everything that matters stands in one batch, found in one pass over its members.
///
/// Of a member that stands twice the last one is noted; if it is one that decides what is sent, the
/// batch is ambiguous and refused instead.
package struct BatchOutline {
  /// One element of `events`; what is missing, or of a type that makes no sense, is `nil`.
  package struct Event {
    /// The element itself.
    package let node: JSONNode
    package fileprivate(set) var type: JSONNode?
    /// The event's `data`, if it is an object.
    package fileprivate(set) var data: JSONNode?
    package fileprivate(set) var eventID: JSONNode?
    package fileprivate(set) var sessionID: JSONNode?
    package fileprivate(set) var eventName: JSONNode?
    package fileprivate(set) var screenName: JSONNode?
    package fileprivate(set) var timestamp: JSONNode?

    /// The name a person knows the event by: the first of the two that is a string.
    package func name(_ view: JSONView) -> JSONNode? {
      if let eventName, view.kind(eventName) == .string { return eventName }
      if let screenName, view.kind(screenName) == .string { return screenName }
      return nil
    }
  }

  /// `events`, of whatever type it is; so are all that follow.
  package private(set) var eventsMember: JSONNode?
  /// `context`.
  package private(set) var context: JSONNode?
  /// `mpid`: a 64-bit integer as a number or a string of digits.
  package private(set) var mpid: JSONNode?
  /// `batch_id`: an id like `mpid`.
  package private(set) var batchID: JSONNode?
  /// `environment`: `production` or `development`.
  package private(set) var environment: JSONNode?
  /// `user_identities`: an object, or the outgoing form's list.
  package private(set) var userIdentities: JSONNode?
  /// `user_attributes`.
  package private(set) var userAttributes: JSONNode?
  /// When mParticle received, and quarantined, the batch.
  package private(set) var timestamp: JSONNode?
  /// `request_type`, by which an alias request, which is no batch, is known.
  private var requestType: JSONNode?
  /// Whether the object has any of the members of which every batch has one.
  package private(set) var isBatch = false

  /// `context.data_plan`.
  package private(set) var dataPlan: JSONNode?
  /// `context.data_plan.plan_id`.
  package private(set) var planID: JSONNode?
  /// `context.data_plan.plan_version`.
  package private(set) var planVersion: JSONNode?
  /// `context.data_plan.block_metadata`.
  package private(set) var blockMetadata: JSONNode?

  /// What its `block_metadata` lists.
  package private(set) var blockLists: BlockLists?

  /// The elements of `events`, in order; none if it is no array, or if only members were read.
  package private(set) var events: [Event] = []

  package init() {}

  /// Reads a batch anew, into the same storage.
  package mutating func read(_ view: JSONView) throws(JSONFault) {
    var kept: [Event] = []
    swap(&kept, &events)
    try readMembers(view)
    // Nobody else holds the storage, so it is emptied, not copied.
    kept.removeAll(keepingCapacity: true)
    try forEachEvent(view) { (event) throws(JSONFault) in kept.append(event) }
    events = kept
  }

  /// Reads all but the events, each of which is looked at and not kept.
  package mutating func readWithoutEvents(_ view: JSONView) throws(JSONFault) {
    try readMembers(view)
    try forEachEvent(view) { (_) throws(JSONFault) in }
  }

  /// Reads all but the events, which `forEachEvent` finds without keeping them.
  package mutating func readMembers(_ view: JSONView) throws(JSONFault) {
    self = BatchOutline()
    try readBatch(view)
    if let context { try readContext(view, context) }
  }

  /// Reads each element of `events`; there is none if that is no array.
  package func forEachEvent(
    _ view: JSONView, _ body: (Event) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard let eventsMember, view.kind(eventsMember) == .array else { return }
    var next = view.firstElement(eventsMember)
    while let element = next {
      try body(readEvent(view, element))
      next = view.element(after: element)
    }
  }

  /// Whether the object is an alias request: it joins two users, and has nothing to replay.
  package func isAliasRequest(_ view: JSONView) -> Bool {
    guard let requestType, view.kind(requestType) == .string else { return false }
    return view.string(requestType, equals: "alias".utf8.span)
  }
}

extension BatchOutline {
  private mutating func readBatch(_ view: JSONView) throws(JSONFault) {
    try view.forEachMember(view.root) { (key, member) throws(JSONFault) in
      let value = member.value
      let field = BatchField(key)
      if field?.marksBatch ?? false { isBatch = true }
      switch field {
      case .events: try view.note(&eventsMember, value, "events")
      case .context: try view.note(&context, value, "context")
      case .mpid: try view.note(&mpid, value, "mpid")
      case .batchID: try view.note(&batchID, value, "batch_id")
      case .environment: try view.note(&environment, value, "environment")
      case .userIdentities: try view.note(&userIdentities, value, "user_identities")
      case .userAttributes: userAttributes = value
      case .timestamp: timestamp = value
      case .requestType: requestType = value
      case nil: break
      }
    }
  }

  private mutating func readContext(_ view: JSONView, _ context: JSONNode) throws(JSONFault) {
    try view.forEachMember(context) { (key, member) throws(JSONFault) in
      if key == "data_plan" { try view.note(&dataPlan, member.value, "data_plan") }
    }
    guard let dataPlan else { return }
    try view.forEachMember(dataPlan) { (key, member) throws(JSONFault) in
      switch PlanField(key) {
      case .planID: try view.note(&planID, member.value, "plan_id")
      case .planVersion: try view.note(&planVersion, member.value, "plan_version")
      case .blockMetadata: try view.note(&blockMetadata, member.value, "block_metadata")
      case nil: break
      }
    }
    if let blockMetadata { blockLists = try BlockLists(blockMetadata, view) }
  }

  private func readEvent(_ view: JSONView, _ element: JSONNode) throws(JSONFault) -> Event {
    var event = Event(node: element)
    try view.forEachMember(element) { (key, member) throws(JSONFault) in
      switch EventField(ofEvent: key) {
      case .data: try view.note(&event.data, member.value, "data")
      case .type: try view.note(&event.type, member.value, "event_type")
      default: break
      }
    }
    guard let data = event.data else { return event }
    guard view.kind(data) == .object else {
      event.data = nil
      return event
    }
    try view.forEachMember(data) { (key, member) throws(JSONFault) in
      switch EventField(ofData: key) {
      case .eventID: try view.note(&event.eventID, member.value, "event_id")
      case .sessionID: try view.note(&event.sessionID, member.value, "session_id")
      case .eventName: try view.note(&event.eventName, member.value, "event_name")
      case .screenName: try view.note(&event.screenName, member.value, "screen_name")
      case .timestamp: try view.note(&event.timestamp, member.value, "timestamp_unixtime_ms")
      default: break
      }
    }
    return event
  }
}

extension JSONView {
  /// Visits the elements of a list; anything else has none.
  @inline(__always)
  package func forEachElement<Failure>(
    _ list: JSONNode?, _ body: (JSONNode) throws(Failure) -> Void
  ) throws(Failure) {
    guard let list, kind(list) == .array else { return }
    var next = firstElement(list)
    while let element = next {
      try body(element)
      next = self.element(after: element)
    }
  }

  /// Visits an object's members with their decoded keys; anything else has none.
  @inline(__always)
  package func forEachMember<Failure>(
    _ object: JSONNode, _ body: (Span<UInt8>, JSONMember) throws(Failure) -> Void
  ) throws(Failure) {
    guard kind(object) == .object else { return }
    var mark = Int(object.mark) &+ 1
    guard tokens[mark] == UInt8(ascii: "\"") else { return }
    while true {
      let member = member(at: mark)
      let colon = mark &+ 1
      if Int(member.value.mark) == colon &+ 1 {
        // Without escapes the colon is the next mark, mostly right behind the quote.
        var end = Int(marks[colon]) &- 1
        while bytes[end] <= 0x20 { end &-= 1 }
        try body(bytes.extracting(Int(marks[mark]) &+ 1..<end), member)
      } else {
        try body(decoded(member.key).span, member)
      }
      mark = markAfter(member.value)
      guard tokens[mark] == UInt8(ascii: ",") else { return }
      mark &+= 1
    }
  }

  /// A fault of the record at one of its values.
  package func fault(_ text: String, at node: JSONNode) -> JSONFault {
    JSONFault(.unacceptable(text), at: start(node) - start(root))
  }
}
