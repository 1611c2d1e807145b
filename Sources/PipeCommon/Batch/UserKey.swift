/// A number by which users are told apart: equal for batches of one user, whatever their spelling.
///
/// Two users may share a number, which only makes a count smaller or a queue longer. It is the same
/// on every run, so that what is counted with it is too.
package struct UserKey: Hashable, Sendable {
  /// Well mixed in every bit.
  package let value: UInt64

  package init(value: UInt64) { self.value = value }

  /// - Parameters:
  ///   - mpid: the user's MPID, which decides alone.
  ///   - identities: `user_identities` in either form, for a batch without MPID.
  package init(mpid: JSONNode?, identities: JSONNode?, _ view: JSONView) {
    var hash = ByteHash()
    if let text = view.idText(mpid), !text.isEmpty {
      hash.combine(text.span)
      value = hash.value
      return
    }
    if let identities {
      for (name, value) in Self.pairs(identities, view) {
        hash.combine(name.span)
        hash.combine(value.span)
      }
    }
    value = hash.value
  }

  /// Names and values, decoded and sorted, so that spelling and order make no difference.
  private static func pairs(
    _ node: JSONNode, _ view: JSONView
  ) -> [(name: [UInt8], value: [UInt8])] {
    if view.kind(node) == .array {
      guard let text = try? IdentityList.object(node, view), let object = try? JSONText(text.span)
      else { return [] }
      return pairs(object.view.root, object.view)
    }
    // Of a name that stands twice the last counts.
    var values: [[UInt8]: [UInt8]] = [:]
    view.forEachMember(node) { (_, member) throws(Never) in
      if let text = view.idText(member.value) { values[view.decoded(member.key)] = text }
    }
    return values.map { ($0.key, $0.value) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
  }
}

/// A hash of texts that is the same on every run and every machine (FNV-1a, mixed at the end).
package struct ByteHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  /// Adds a text; where one ends and the next begins makes a difference.
  package mutating func combine(_ bytes: Span<UInt8>) {
    for place in bytes.indices { state = (state ^ UInt64(bytes[place])) &* 0x100_0000_01B3 }
    state = (state ^ 0xFF) &* 0x100_0000_01B3
  }

  /// Well mixed in every bit.
  package var value: UInt64 {
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
