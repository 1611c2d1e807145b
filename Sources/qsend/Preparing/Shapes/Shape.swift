import PipeCommon

/// What a value may be, after the reference of the Events API.
///
/// The published schema, the OpenAPI file and the written reference differ here and there. A shape
/// allows what any of them does: refusing what the server would take helps nobody.
indirect enum Shape: Sendable {
  /// Anything, or what the wire form judges.
  case any
  /// What the schema calls a string: also a number, a boolean or null.
  case scalar
  case scalarOrList
  /// A string that must not be null.
  case text
  case textOrNull
  /// A string that must be one of these.
  case word([StaticString])
  /// A boolean or null.
  case flag
  /// A number or null.
  case number
  case numberOrFlag
  /// A number without a fraction, or null.
  case integer
  /// A UUID in the usual spelling, or null.
  case uuid
  /// An address of IPv4 or IPv6, or null, or the empty text that the wire form removes.
  case address
  /// An object or null.
  case object(ObjectShape)
  /// A list or null.
  case list(of: Shape)
  /// An object, or what is no object in another shape.
  case objectOr(ObjectShape, Shape)
  case notNull(Shape)

  func check(_ node: JSONNode, _ view: JSONView) throws(Misfit) {
    let kind = view.kind(node)
    guard allows(kind) else { throw Misfit("is \(kind), not \(name)", at: node) }
    switch (self, kind) {
    case (.object(let shape), .object), (.objectOr(let shape, _), .object):
      try shape.check(node, view)
    case (.objectOr(_, let shape), _), (.notNull(let shape), _):
      try shape.check(node, view)
    case (.list(let shape), .array):
      try Self.checkElements(node, shape, view)
    case (.scalarOrList, .array):
      try Self.checkElements(node, .scalar, view)
    case (.word, _), (.integer, .number), (.uuid, .string), (.address, .string):
      try checkText(node, view)
    default:
      break
    }
  }

  private func allows(_ kind: JSONKind) -> Bool {
    switch self {
    case .any, .objectOr: true
    case .scalar: kind != .object && kind != .array
    case .scalarOrList: kind != .object
    case .text, .word: kind == .string
    case .flag: kind == .true || kind == .false || kind == .null
    case .number, .integer: kind == .number || kind == .null
    case .numberOrFlag: kind != .object && kind != .array && kind != .string
    case .textOrNull, .uuid, .address: kind == .string || kind == .null
    case .object: kind == .object || kind == .null
    case .list: kind == .array || kind == .null
    case .notNull: kind != .null
    }
  }

  /// What the value should have been, for messages.
  private var name: String {
    switch self {
    case .any, .objectOr: "anything"
    case .scalar: "a string, number or boolean"
    case .scalarOrList: "a string, number, boolean or list of them"
    case .text, .textOrNull, .word, .uuid, .address: "a string"
    case .flag: "a boolean"
    case .number: "a number"
    case .numberOrFlag: "a number or boolean"
    case .integer: "an integer"
    case .object: "an object"
    case .list: "an array"
    case .notNull(let shape): shape.name
    }
  }

  private static func checkElements(
    _ list: JSONNode, _ shape: Shape, _ view: JSONView
  ) throws(Misfit) {
    var number = 0
    var next = view.firstElement(list)
    while let element = next {
      do throws(Misfit) {
        try shape.check(element, view)
      } catch {
        throw error.inside("[\(number)]")
      }
      number += 1
      next = view.element(after: element)
    }
  }
}

// MARK: Texts

extension Shape {
  private func checkText(_ node: JSONNode, _ view: JSONView) throws(Misfit) {
    let problem: String?
    if view.hasEscapes(node), view.kind(node) == .string {
      problem = self.problem(view.decoded(node).span)
    } else {
      let isString = view.kind(node) == .string
      let range = isString ? view.contents(node) : view.range(node)
      problem = self.problem(view.bytes.extracting(range))
    }
    if let problem { throw Misfit(problem, at: node) }
  }

  /// What is wrong with a text, or a number's digits.
  private func problem(_ text: Span<UInt8>) -> String? {
    switch self {
    case .word(let words):
      words.contains { text == $0 } ? nil : "is not one the Events API knows"
    case .integer: TextForm.isWholeNumber(text) ? nil : "is not an integer"
    case .uuid: TextForm.isUUID(text) ? nil : "is not a UUID"
    case .address:
      text.isEmpty || TextForm.isAddress(text) ? nil : "is neither an IPv4 nor an IPv6 address"
    default: nil
    }
  }
}
