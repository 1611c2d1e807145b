/// What mParticle says it blocked in a batch: `context.data_plan.block_metadata`, version 1.
///
/// Every list may be missing, null or empty; a list or an element of another type, or any other
/// version, is not guessed at: the batch is refused.
package struct BlockMetadata {
  /// What a batch says of its quarantine.
  package enum Reading {
    /// The batch was not quarantined at all.
    case absent
    case present
  }

  /// The ids of blocked events.
  package var eventIDs = BlockedIDs()
  /// The ids of events of which attributes were blocked.
  package var attributeEventIDs = BlockedIDs()
  /// Whether `blocked_user_attributes` names any.
  package private(set) var blocksUserAttributes = false
  /// Whether user or device identities were blocked.
  package private(set) var blocksIdentities = false

  package init() {}

  /// Reads and checks the metadata of a batch, into the same storage.
  package mutating func read(
    _ view: JSONView, _ outline: BatchOutline
  ) throws(JSONFault) -> Reading {
    eventIDs.clear()
    attributeEventIDs.clear()
    for (node, name) in [
      (outline.context, "context"), (outline.dataPlan, "context.data_plan"),
      (outline.blockMetadata, "context.data_plan.block_metadata"),
    ] {
      guard let node, !view.isNull(node) else { return .absent }
      try view.require(.object, node, name)
    }
    guard let lists = outline.blockLists else { return .absent }
    try read(view, lists)
    return .present
  }

  /// Reads and checks what a batch's metadata lists, into the same storage.
  package mutating func read(_ view: JSONView, _ lists: BlockLists) throws(JSONFault) {
    eventIDs.clear()
    attributeEventIDs.clear()
    try checkVersion(view, lists)
    try readEventIDs(view, lists.eventIDs)
    try readEventAttributes(view, lists.eventAttributes)
    blocksUserAttributes = try hasNames(view, lists.userAttributes, "blocked_user_attributes")
    let userIdentities = try hasNames(view, lists.userIdentities, "blocked_user_identities")
    let deviceIdentities = try hasNames(
      view, lists.deviceIdentities, "blocked_device_identities")
    blocksIdentities = userIdentities || deviceIdentities
  }

  private func checkVersion(_ view: JSONView, _ lists: BlockLists) throws(JSONFault) {
    guard let node = lists.version else {
      throw view.fault("block_metadata has no dto_version", at: lists.metadata)
    }
    guard view.withIDText(node, { $0 == "1" }) ?? false else {
      let found = String(decoding: Array(copying: view.text(node)), as: UTF8.self).cut(to: 40)
      throw view.fault(
        "block_metadata.dto_version is \(found); 1 is the only known version", at: node)
    }
  }

  private mutating func readEventIDs(_ view: JSONView, _ list: JSONNode?) throws(JSONFault) {
    try view.forEachElement(list, "blocked_event_ids") { (element) throws(JSONFault) in
      guard view.withIDText(element, { eventIDs.insert($0) }) != nil else {
        throw view.fault("blocked_event_ids holds \(view.kind(element)), not an id", at: element)
      }
    }
    eventIDs.finish()
  }

  private mutating func readEventAttributes(_ view: JSONView, _ list: JSONNode?) throws(JSONFault) {
    let name = "blocked_event_attributes"
    try view.forEachElement(list, name) { (element) throws(JSONFault) in
      try view.require(.object, element, "an element of \(name)")
      guard let id = view.member(element, named: "event_id")?.value else {
        throw view.fault("an element of \(name) has no event_id", at: element)
      }
      let paths = view.member(element, named: "event_attributes")?.value
      guard try hasNames(view, paths, "\(name)[].event_attributes") else { return }
      guard view.withIDText(id, { attributeEventIDs.insert($0) }) != nil else {
        throw view.fault("\(name)[].event_id is \(view.kind(id)), not an id", at: id)
      }
    }
    attributeEventIDs.finish()
  }

  /// Whether a list of strings has any.
  private func hasNames(
    _ view: JSONView, _ list: JSONNode?, _ name: String
  ) throws(JSONFault) -> Bool {
    var hasNames = false
    try view.forEachElement(list, name) { (element) throws(JSONFault) in
      try view.require(.string, element, "an element of \(name)")
      hasNames = true
    }
    return hasNames
  }
}

extension JSONView {
  /// Refuses a value of another kind.
  package func require(
    _ kind: JSONKind, _ node: JSONNode, _ name: @autoclosure () -> String
  ) throws(JSONFault) {
    let found = self.kind(node)
    guard found == kind else { throw fault("\(name()) is \(found), not \(kind)", at: node) }
  }

  /// Visits the elements of a list that may be missing or null.
  package func forEachElement(
    _ list: JSONNode?, _ name: @autoclosure () -> String,
    _ body: (JSONNode) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard let list, !isNull(list) else { return }
    try require(.array, list, name())
    try forEachElement(list, body)
  }
}
