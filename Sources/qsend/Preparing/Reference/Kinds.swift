import PipeCommon

/// A set of the kinds that a JSON value can be.
struct Kinds: OptionSet, BitwiseCopyable, Sendable {
  let rawValue: UInt8

  static let string = Kinds(rawValue: 1)
  static let number = Kinds(rawValue: 2)
  static let boolean = Kinds(rawValue: 4)
  static let null = Kinds(rawValue: 8)
  static let object = Kinds(rawValue: 16)
  static let array = Kinds(rawValue: 32)

  /// What JSON Schema files of the reference call a string.
  static let scalar: Kinds = [.string, .number, .boolean, .null]
  static let structures: Kinds = [.object, .array]
  static let all: Kinds = [.string, .number, .boolean, .null, .object, .array]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The kind of a checked value that begins with this byte.
  @inline(__always)
  init(firstByte: UInt8) {
    switch firstByte {
    case UInt8(ascii: "\""): self = .string
    case UInt8(ascii: "{"): self = .object
    case UInt8(ascii: "["): self = .array
    case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .boolean
    case UInt8(ascii: "n"): self = .null
    default: self = .number
    }
  }

  /// The name of a single kind, as JSON Schema has it.
  var name: String {
    switch self {
    case .string: "string"
    case .number: "number"
    case .boolean: "boolean"
    case .null: "null"
    case .object: "object"
    default: "array"
    }
  }
}
