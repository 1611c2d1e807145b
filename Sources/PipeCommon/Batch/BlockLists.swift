/// The members of `block_metadata`, of whatever type they are.
package struct BlockLists {
  /// `block_metadata` itself.
  package let metadata: JSONNode
  /// Its `dto_version`.
  package private(set) var version: JSONNode?
  /// Its `blocked_event_ids`.
  package private(set) var eventIDs: JSONNode?
  /// Its `blocked_event_attributes`.
  package private(set) var eventAttributes: JSONNode?
  /// Its `blocked_user_attributes`.
  package private(set) var userAttributes: JSONNode?
  /// Its `blocked_user_identities`.
  package private(set) var userIdentities: JSONNode?
  /// Its `blocked_device_identities`.
  package private(set) var deviceIdentities: JSONNode?

  /// - Throws: that a member stands twice; what is no object has none.
  package init(_ metadata: JSONNode, _ view: JSONView) throws(JSONFault) {
    self.metadata = metadata
    try view.forEachMember(metadata) { (key, member) throws(JSONFault) in
      let value = member.value
      switch BlockField(key) {
      case .dtoVersion: try view.note(&version, value, "dto_version")
      case .eventIDs: try view.note(&eventIDs, value, "blocked_event_ids")
      case .eventAttributes: try view.note(&eventAttributes, value, "blocked_event_attributes")
      case .userAttributes: try view.note(&userAttributes, value, "blocked_user_attributes")
      case .userIdentities: try view.note(&userIdentities, value, "blocked_user_identities")
      case .deviceIdentities:
        try view.note(&deviceIdentities, value, "blocked_device_identities")
      case nil: break
      }
    }
  }
}

extension JSONView {
  /// Notes a member that decides what is sent, and so must not stand twice.
  @inline(__always)
  func note(
    _ field: inout JSONNode?, _ value: JSONNode, _ name: StaticString
  ) throws(JSONFault) {
    guard field == nil else {
      throw fault("ambiguous: \"\(name)\" stands twice in its object", at: value)
    }
    field = value
  }

  /// The different strings of a list; none of what is no list.
  package func names(_ list: JSONNode?) -> Set<[UInt8]> {
    guard let list, kind(list) == .array else { return [] }
    var names: Set<[UInt8]> = []
    var next = firstElement(list)
    while let element = next {
      if kind(element) == .string { names.insert(decoded(element)) }
      next = self.element(after: element)
    }
    return names
  }
}
