import PipeCommon

/// A member's name, ready to be compared with many keys.
///
/// Most keys are told apart by their *print* alone: length and first seven bytes in one word.
///
///     byte   7       6 5 4 3 2 1 0
///            length  bytes of the key, the first lowest
///
/// Keys of up to seven bytes are equal if their prints are; longer ones are compared then. A class,
/// because one reference is cheaper to pass on than two arrays.
final class MemberName: Equatable, Sendable {
  let bytes: [UInt8]
  let print: UInt64
  /// As JSON text, quotes included.
  let encoded: [UInt8]

  /// The print of a key with escapes, which must be decoded before it can be compared.
  static let unknownPrint = UInt64.max

  /// - Parameter bytes: the decoded name.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    print = Self.print(of: bytes.span)
    encoded = JSONString.encode(bytes.span)
  }

  convenience init(_ name: String) { self.init(Array(name.utf8)) }

  static func == (one: MemberName, other: MemberName) -> Bool { one.bytes == other.bytes }

  /// The print of a key whose text is what it stands for.
  static func print(of key: Span<UInt8>) -> UInt64 {
    var print = UInt64(min(key.count, 254)) << 56
    for place in 0..<min(key.count, 7) { print |= UInt64(key[place]) << UInt64(8 * place) }
    return print
  }

  /// Whether keys with this print need no further look to be equal.
  var isDecidedByPrint: Bool { bytes.count <= 7 }
}

extension MemberName {
  static let events = MemberName("events")
  static let eventType = MemberName("event_type")
  static let data = MemberName("data")
  static let eventID = MemberName("event_id")
  static let eventName = MemberName("event_name")
  static let screenName = MemberName("screen_name")
  static let customAttributes = MemberName("custom_attributes")
  static let products = MemberName("products")
  static let productAction = MemberName("product_action")
  static let productImpressions = MemberName("product_impressions")
  static let shoppingCart = MemberName("shopping_cart")
  static let environment = MemberName("environment")
  static let mpid = MemberName("mpid")
  static let userAttributes = MemberName("user_attributes")
  static let deletedUserAttributes = MemberName("deleted_user_attributes")
  static let userIdentities = MemberName("user_identities")
  static let identityType = MemberName("identity_type")
  static let deviceInfo = MemberName("device_info")
  static let consentState = MemberName("consent_state")
  static let context = MemberName("context")
  static let dataPlan = MemberName("data_plan")
  static let planID = MemberName("plan_id")
  static let planVersion = MemberName("plan_version")
}
