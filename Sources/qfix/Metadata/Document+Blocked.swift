import PipeCommon

/// The block metadata of a document, and what it is about.
extension Document {
  /// How often each blocked path of a batch is followed at most, on average: events that share an id
  /// share its paths, and thousands of both would take for ever.
  static let looksPerPath = 64

  /// Members of the batch of which single names are blocked, and the lists of these names.
  static let blockable: [(member: MemberName, list: MemberName)] = [
    (.userAttributes, .blockedUserAttributes), (.userIdentities, .blockedUserIdentities),
    (.deviceInfo, .blockedDeviceIdentities),
  ]

  /// The elements of a list of the block metadata; none if its version is not known.
  mutating func blockList(_ name: MemberName) -> [Node] {
    var node: Node? = root
    for step in [MemberName.context, .dataPlan, .blockMetadata] { node = child(node, named: step) }
    guard idText(child(node, named: .dtoVersion)) == [UInt8(ascii: "1")],
      let list = child(node, named: name), kind(list) == .array
    else { return [] }
    return children(list)
  }

  /// The paths of blocked event attributes, by the text of their event's id.
  mutating func blockedPaths() -> [[UInt8]: [Node]] {
    var paths: [[UInt8]: [Node]] = [:]
    for entry in blockList(.blockedEventAttributes) {
      guard let id = idText(child(entry, named: .eventID)),
        let list = child(entry, named: .eventAttributes), kind(list) == .array
      else { continue }
      paths[id, default: []] += children(list)
    }
    return paths
  }

  /// The event in which a node stands, or which it is.
  mutating func event(around node: Node) -> Node? {
    guard let events = child(root, named: .events) else { return nil }
    var node = node
    while let parent = parent(of: node) {
      if parent == events { return node }
      node = parent
    }
    return nil
  }

  /// The text by which an event's id is compared.
  mutating func eventID(of event: Node) -> [UInt8]? {
    idText(child(child(event, named: .data), named: .eventID))
  }

  /// The decoded text of a string, or the digits of an integer.
  func idText(_ node: Node?) -> [UInt8]? {
    guard let node else { return nil }
    if let text = string(node) { return text }
    guard kind(node) == .number else { return nil }
    let text = self.text(node)
    return JSONInteger.isCanonical(text.span) ? text : nil
  }

  /// What a member, or an identity of the outgoing form's list, is called.
  mutating func name(of child: Node, in node: Node) -> [UInt8] {
    guard kind(node) == .array else { return key(child) }
    return string(self.child(child, named: .identityType)) ?? []
  }

  /// What was blocked besides events and is in the batch, by the names as read: an operation may
  /// give it another.
  mutating func blockedItems(_ names: BlockedNames) -> Set<Node> {
    var items: Set<Node> = []
    let blocked = [names.userAttributes, names.userIdentities, names.deviceIdentities]
    for (place, blocked) in zip(Self.blockable, blocked) where !blocked.isEmpty {
      guard let object = child(root, named: place.member) else { continue }
      for item in children(object) where blocked.contains(name(of: item, in: object)) {
        items.insert(item)
      }
    }
    return items
  }

  /// Whether one of these is still in the batch.
  mutating func holds(_ items: Set<Node>) -> Bool {
    guard !items.isEmpty else { return false }
    for place in Self.blockable {
      guard let object = child(root, named: place.member) else { continue }
      if !items.isDisjoint(with: children(object)) { return true }
    }
    return false
  }
}

extension MemberName {
  static let blockMetadata = MemberName("block_metadata")
  static let dtoVersion = MemberName("dto_version")
  static let blockedUserAttributes = MemberName("blocked_user_attributes")
  static let blockedUserIdentities = MemberName("blocked_user_identities")
  static let blockedDeviceIdentities = MemberName("blocked_device_identities")
  static let blockedEventAttributes = MemberName("blocked_event_attributes")
  static let eventAttributes = MemberName("event_attributes")
}
