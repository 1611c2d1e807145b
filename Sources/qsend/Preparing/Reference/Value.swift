/// What may stand in a place of a batch, after the sources of the Events API: its JSON Schema, its
/// OpenAPI file, the written reference, and what mParticle's own SDKs and samples send.
///
/// What is `sure` fits. What is `doubtful` one source allows and another does not: the server is
/// asked. Everything else no source allows.
struct Value: Sendable {
  /// What there is to do with a text or a number beside looking at its kind.
  enum Form: Sendable {
    case none
    /// A name that must not be empty.
    case name
    /// One of these; any other string is doubtful.
    case words([StaticString])
    /// A 64-bit integer, quoted or not; other strings and numbers are doubtful.
    case integer
    /// A number; a quoted integer is one as well, other strings are doubtful.
    case size
    /// An integer that stands for something: one that has been through a double is refused.
    case id
    /// The user's id: whatever is no 64-bit integer is refused; zero and nothing are nobody.
    case mpid
    /// An event's time: whatever is no 64-bit integer is refused.
    case time
    /// A UUID; other strings are doubtful.
    case uuid
    /// An address of IPv4 or IPv6; other strings are doubtful, an empty one is left out.
    case address
    /// Taken away, whatever it holds.
    case removed
  }

  var sure: Kinds
  var doubtful: Kinds = []
  var form = Form.none
  /// What it has if it is an object; `nil` for whatever it likes.
  var shape: Shape?
  /// What its elements are if it is an array; `nil` for whatever it likes.
  var elements: Elements?
  /// What it should have been, for messages.
  let name: StaticString
  /// A documented limit, beyond which the server cuts or drops.
  var limit: SoftLimit?
  var role = Role.none

  /// What the elements of a list are.
  final class Elements: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  /// The same with other kinds that some source allows.
  func or(_ kinds: Kinds) -> Value {
    var value = self
    value.doubtful.formUnion(kinds)
    return value
  }

  /// The same where the schema knows no null.
  var notNull: Value {
    var value = self
    value.sure.remove(.null)
    return value
  }

  func limited(to limit: SoftLimit) -> Value {
    var value = self
    value.limit = limit
    return value
  }

  /// The same in a place that the rest of the preparation has to know of.
  func noted(as role: Role) -> Value {
    var value = self
    value.role = role
    return value
  }
}

extension Value {
  static let any = Value(sure: .all, name: "anything")
  static let removed = Value(sure: .all, form: .removed, name: "anything")

  /// What the JSON Schema calls a string: also a number, a boolean or null.
  static let scalar = Value(sure: .scalar, name: "a string, number or boolean")
  /// A string and nothing else; SDKs send numbers and booleans here.
  static let text = Value(sure: .string, doubtful: [.number, .boolean], name: "a string")
  /// The same where null is known.
  static let textOrNull = Value(
    sure: [.string, .null], doubtful: [.number, .boolean], name: "a string")
  /// A string that must not be empty.
  static let name = Value(sure: .string, form: .name, name: "a string")
  /// A boolean; the server writes some as text.
  static let flag = Value(
    sure: [.boolean, .null], doubtful: [.string, .number], name: "a boolean")
  static let number = Value(sure: [.number, .null], doubtful: .string, name: "a number")
  static let integer = Value(sure: [.number, .string, .null], form: .integer, name: "an integer")
  /// A number, such as of bytes, that the server writes as text.
  static let size = Value(sure: [.number, .string, .null], form: .size, name: "a number")
  static let id = Value(sure: [.number, .string, .null], form: .id, name: "an integer")
  static let mpid = Value(
    sure: [.number, .string, .null], form: .mpid, name: "an integer", role: .mpid)
  static let time = Value(
    sure: [.number, .string], form: .time, name: "an integer", role: .eventTime)
  static let uuid = Value(
    sure: [.string, .null], doubtful: .number, form: .uuid, name: "a string")
  static let address = Value(sure: [.string, .null], form: .address, name: "a string")

  static func word(_ words: [StaticString]) -> Value {
    Value(sure: .string, form: .words(words), name: "a string")
  }

  static func object(_ shape: Shape) -> Value {
    Value(sure: [.object, .null], shape: shape, name: "an object")
  }

  /// An object of values under names that are the user's own.
  static func map(of value: Value) -> Value { object(Shape([], others: .named(value))) }

  static func list(of value: Value) -> Value {
    Value(sure: [.array, .null], elements: Elements(value), name: "an array")
  }

  /// A plain value or a list of such values.
  static func listOrOne(of value: Value) -> Value {
    Value(
      sure: value.sure.union(.array), elements: Elements(value),
      name: "a string, number, boolean or list of them")
  }
}

/// The members that an object may have.
final class Shape: Sendable {
  /// What a member is whose name is not listed.
  enum Others: Sendable {
    /// No source knows it: it passes, and is counted by its name.
    case unknown
    /// The names are the user's own.
    case named(Value)
  }

  let members: [Member]
  let others: Others

  init(_ members: [Member], others: Others = .unknown) {
    self.members = members
    self.others = others
  }
}

/// A member of an object.
struct Member: Sendable {
  /// Who says that it must be there.
  enum Need: Sendable {
    case optional
    /// One source and not another: without it the object is doubtful.
    case bySome
    case byAll
  }

  let name: StaticString
  let value: Value
  let need: Need
  /// Whether it decides what is sent, and so must not stand twice.
  let decides: Bool

  init(_ name: StaticString, _ value: Value, _ need: Need = .optional, decides: Bool = false) {
    self.name = name
    self.value = value
    self.need = need
    self.decides = decides
  }
}

/// Places that the rest of the preparation has to know of.
enum Role: UInt8, BitwiseCopyable, Sendable {
  case none
  case events, eventData, eventID, eventTime
  /// What a commerce event must have exactly one of.
  case commerceAction
  case mpid, batchID, batchTime, environment, blockMetadata
  case userIdentities, userIdentity, deviceIdentity
  case userAttributes, deletions, consent
}
