import PipeCommon

extension ShapeTable.Value {
  /// Whether it tells words apart, so that another word is no other type.
  var isWord: Bool {
    switch self {
    case .words, .filled: true
    default: false
    }
  }

  /// Whether a value may stand here; what it holds is not looked at.
  func fits(_ node: JSONNode, _ view: JSONView) -> Bool {
    let type = view.kind(node).name
    guard type == "string" else {
      return switch self {
      case .kind(let kind): kind == type
      case .integer: type == "number" && JSONInteger.isCanonical(view.text(node))
      case .list: type == "array"
      case .map, .shape, .shapeNamed: type == "object"
      case .filled, .uuid, .address, .words: false
      }
    }
    let text = view.raw(node).dropFirst().dropLast()
    return switch self {
    case .kind(let kind): kind == type
    case .filled: !text.isEmpty
    case .uuid:
      text.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12] && Self.isHex(text, or: "-")
    case .address: text.contains { ".:".contains($0) } && Self.isHex(text, or: ".:")
    case .words(let words): words.contains(String(text))
    case .integer, .list, .map, .shape, .shapeNamed: false
    }
  }

  private static func isHex(_ text: Substring, or others: String) -> Bool {
    text.allSatisfy { $0.isASCII && $0.isHexDigit || others.contains($0) }
  }
}

extension JSONKind {
  /// As a schema calls it.
  var name: String {
    switch self {
    case .object: "object"
    case .array: "array"
    case .string: "string"
    case .number: "number"
    case .true, .false: "boolean"
    case .null: "null"
    }
  }
}

extension JSONView {
  /// A value as it stands, or its beginning.
  func raw(_ node: JSONNode, first count: Int = .max) -> String {
    let text = text(node)
    let bytes = Array(copying: text.extracting(0..<min(count, text.count)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A string as text; whatever else as nothing.
  func word(_ node: JSONNode) -> String {
    kind(node) == .string ? String(decoding: decoded(node), as: UTF8.self) : ""
  }
}
