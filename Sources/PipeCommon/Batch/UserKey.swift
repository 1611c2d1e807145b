/// A number by which users are told apart: equal for batches of one user, whatever their spelling.
///
/// Two users may share a number, which only makes a count smaller or a queue longer. It is the same
/// on every run, so that what is counted with it is too.
package struct UserKey: Hashable, Sendable {
  /// Well mixed in every bit.
  package let value: UInt64

  package init(value: UInt64) { self.value = value }

  /// The user that a batch is for: known by MPID, else by user identities, else by the device's.
  ///
  /// - Parameters:
  ///   - mpid: the user's MPID; zero is not known yet.
  ///   - identities: `user_identities` in either form.
  ///   - view: of the whole batch.
  package init(mpid: JSONNode?, identities: JSONNode?, _ view: JSONView) {
    if let text = view.idText(mpid), !text.isEmpty, JSONInteger.value(text.span) != 0 {
      var hash = ByteHash()
      hash.combine(text.span)
      value = hash.value
      return
    }
    var sum: UInt64 = 0
    if let identities { Self.add(identities, view, to: &sum) }
    if sum == 0 { Self.addDevice(view, to: &sum) }
    value = sum
  }

  /// Adds what each name and value come to, whatever their spelling and order.
  private static func add(
    _ identities: JSONNode, _ view: JSONView, to sum: inout UInt64,
    where isIdentity: (Span<UInt8>) -> Bool = { _ in true }
  ) {
    if view.kind(identities) == .array {
      guard let text = try? IdentityList.object(identities, view),
        let object = try? JSONText(text.span)
      else { return }
      return add(object.view.root, object.view, to: &sum)
    }
    view.forEachMember(identities) { (name, member) throws(Never) in
      if isIdentity(name) { add(name, member.value, view, to: &sum) }
    }
  }

  /// Adds one identity; an empty one is none.
  private static func add(
    _ name: Span<UInt8>, _ value: JSONNode, _ view: JSONView, to sum: inout UInt64
  ) {
    guard let text = view.idText(value), !text.isEmpty else { return }
    var hash = ByteHash()
    hash.combine(name)
    hash.combine(text.span)
    sum &+= hash.value
  }

  private static func addDevice(_ view: JSONView, to sum: inout UInt64) {
    view.forEachMember(view.root) { (name, member) throws(Never) in
      if name == "device_info" {
        add(member.value, view, to: &sum) { DeviceIdentity.contains(Array(copying: $0)) }
      } else if name == "mp_deviceid" {
        add(name, member.value, view, to: &sum)
      }
    }
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
