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
    userAttributes = view.names(outline.blockLists?.userAttributes)
    userIdentities = view.names(outline.blockLists?.userIdentities)
    deviceIdentities = view.names(outline.blockLists?.deviceIdentities)
    try view.forEachElement(outline.blockLists?.eventAttributes, "blocked_event_attributes") {
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
}
