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

  /// Its `dto_version`.
  package private(set) var dtoVersion: JSONNode?
  /// Its `blocked_event_ids`.
  package private(set) var blockedEventIDs: JSONNode?
  /// Its `blocked_event_attributes`.
  package private(set) var blockedEventAttributes: JSONNode?
  /// Its `blocked_user_attributes`.
  package private(set) var blockedUserAttributes: JSONNode?
  /// Its `blocked_user_identities`.
  package private(set) var blockedUserIdentities: JSONNode?
  /// Its `blocked_device_identities`.
  package private(set) var blockedDeviceIdentities: JSONNode?

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
      case .events: try note(&eventsMember, value, "events", view)
      case .context: try note(&context, value, "context", view)
      case .mpid: try note(&mpid, value, "mpid", view)
      case .batchID: try note(&batchID, value, "batch_id", view)
      case .environment: try note(&environment, value, "environment", view)
      case .userIdentities: try note(&userIdentities, value, "user_identities", view)
      case .userAttributes: userAttributes = value
      case .timestamp: timestamp = value
      case .requestType: requestType = value
      case nil: break
      }
    }
  }

  private mutating func readContext(_ view: JSONView, _ context: JSONNode) throws(JSONFault) {
    try view.forEachMember(context) { (key, member) throws(JSONFault) in
      if key == "data_plan" { try note(&dataPlan, member.value, "data_plan", view) }
    }
    guard let dataPlan else { return }
    try view.forEachMember(dataPlan) { (key, member) throws(JSONFault) in
      switch PlanField(key) {
      case .planID: try note(&planID, member.value, "plan_id", view)
      case .planVersion: try note(&planVersion, member.value, "plan_version", view)
      case .blockMetadata: try note(&blockMetadata, member.value, "block_metadata", view)
      case nil: break
      }
    }
    guard let blockMetadata else { return }
    try view.forEachMember(blockMetadata) { (key, member) throws(JSONFault) in
      let value = member.value
      switch BlockField(key) {
      case .dtoVersion: try note(&dtoVersion, value, "dto_version", view)
      case .eventIDs: try note(&blockedEventIDs, value, "blocked_event_ids", view)
      case .eventAttributes:
        try note(&blockedEventAttributes, value, "blocked_event_attributes", view)
      case .userAttributes: try note(&blockedUserAttributes, value, "blocked_user_attributes", view)
      case .userIdentities: try note(&blockedUserIdentities, value, "blocked_user_identities", view)
      case .deviceIdentities:
        try note(&blockedDeviceIdentities, value, "blocked_device_identities", view)
      case nil: break
      }
    }
  }

  private func readEvent(_ view: JSONView, _ element: JSONNode) throws(JSONFault) -> Event {
    var event = Event(node: element)
    try view.forEachMember(element) { (key, member) throws(JSONFault) in
      switch EventField(ofEvent: key) {
      case .data: try note(&event.data, member.value, "data", view)
      case .type: try note(&event.type, member.value, "event_type", view)
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
      case .eventID: try note(&event.eventID, member.value, "event_id", view)
      case .sessionID: try note(&event.sessionID, member.value, "session_id", view)
      case .eventName: try note(&event.eventName, member.value, "event_name", view)
      case .screenName: try note(&event.screenName, member.value, "screen_name", view)
      case .timestamp: try note(&event.timestamp, member.value, "timestamp_unixtime_ms", view)
      default: break
      }
    }
    return event
  }

  @inline(__always)
  private func note(
    _ field: inout JSONNode?, _ value: JSONNode, _ name: StaticString, _ view: JSONView
  ) throws(JSONFault) {
    guard field == nil else {
      throw view.fault("ambiguous: \"\(name)\" stands twice in its object", at: value)
    }
    field = value
  }
}

extension JSONView {
  /// Visits an object's members with their decoded keys; anything else has none.
  @inline(__always)
  package func forEachMember<Failure>(
    _ object: JSONNode, _ body: (Span<UInt8>, JSONMember) throws(Failure) -> Void
  ) throws(Failure) {
    guard kind(object) == .object else { return }
    var next = firstMember(object)
    while let member = next {
      if hasEscapes(member.key) {
        try body(decoded(member.key).span, member)
      } else {
        try body(bytes.extracting(contents(member.key)), member)
      }
      next = self.member(after: member)
    }
  }

  /// A fault of the record at one of its values.
  package func fault(_ text: String, at node: JSONNode) -> JSONFault {
    JSONFault(.unacceptable(text), at: start(node) - start(root))
  }
}
