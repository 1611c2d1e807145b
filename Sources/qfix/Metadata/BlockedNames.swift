import PipeCommon

/// The names that the block metadata lists, decoded.
struct BlockedNames {
  private(set) var userAttributes: Set<[UInt8]> = []
  private(set) var userIdentities: Set<[UInt8]> = []
  private(set) var deviceIdentities: Set<[UInt8]> = []
  /// Paths of blocked attributes by the text of their event's id.
  private(set) var eventAttributes: [[UInt8]: [[UInt8]]] = [:]

  /// Reads the names of a batch whose metadata has been checked.
  init(_ view: JSONView, _ outline: BatchOutline) throws(JSONFault) {
    userAttributes = try Self.names(view, outline.blockedUserAttributes)
    userIdentities = try Self.names(view, outline.blockedUserIdentities)
    deviceIdentities = try Self.names(view, outline.blockedDeviceIdentities)
    try view.forEachElement(outline.blockedEventAttributes, "blocked_event_attributes") {
      (element) throws(JSONFault) in
      guard let id = view.member(element, named: "event_id")?.value,
        let text = view.withIDText(id, { Array(copying: $0) })
      else { return }
      let paths = view.member(element, named: "event_attributes")?.value
      try view.forEachElement(paths, "event_attributes") { (path) throws(JSONFault) in
        eventAttributes[text, default: []].append(view.decoded(path))
      }
    }
  }

  private static func names(
    _ view: JSONView, _ list: JSONNode?
  ) throws(JSONFault) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    try view.forEachElement(list, "block_metadata") { (name) throws(JSONFault) in
      names.insert(view.decoded(name))
    }
    return names
  }
}
