import PipeCommon

/// `--cast PATH=TYPE`: makes a value one of another type, exactly, or leaves it alone.
struct CastValue: Operation {
  let label: String
  private let path: JSONPath
  private let type: CastType

  var paths: [JSONPath] { [path] }
  var obstacle: String { "no \(type) can be made of it, or its parent is no object" }

  init(_ path: JSONPath, _ type: Operand) throws(UsageError) {
    self.path = path
    let text = try type.text("a type")
    self.type = try OptionValue.choice(text, type.option)
    label = "\(type.option) \(path.text)=\(text)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    document.convert(path, in: scope) { (node, document) in
      switch document.kind(node) {
      case .string where type == .string:
        return document.text(node)
      case .string:
        let text = document.string(node) ?? []
        return type.convert(string: text)
      case .number, .true, .false:
        let text = document.text(node)
        return type.convert(scalar: text)
      case .null, .object, .array:
        return nil
      }
    }
  }
}

/// What a value can be made, and how. No number is ever computed with: digits move as text.
enum CastType: String, CaseIterable {
  case string, number, integer, boolean, timestamp

  /// - Parameter text: a string's decoded bytes.
  /// - Returns: the JSON text; `nil` if it does not convert.
  func convert(string text: [UInt8]) -> [UInt8]? {
    switch self {
    case .string: return JSONString.encode(text.span)
    case .number: return DecimalNumber(text.span) == nil ? nil : text
    case .integer: return DecimalNumber(text.span)?.integer
    case .boolean:
      let word = String(decoding: text, as: UTF8.self).lowercased()
      return ["true", "1"].contains(word)
        ? Array("true".utf8) : ["false", "0"].contains(word) ? Array("false".utf8) : nil
    case .timestamp:
      if let time = Timestamp(rfc3339: text.span) { return Array("\(time.milliseconds)".utf8) }
      return DecimalNumber(text.span)?.milliseconds
    }
  }

  /// - Parameter text: a number, `true` or `false`, as it stands.
  func convert(scalar text: [UInt8]) -> [UInt8]? {
    switch self {
    case .string: JSONString.encode(text.span)
    case .boolean where text.first == UInt8(ascii: "t") || text.first == UInt8(ascii: "f"): text
    default: DecimalNumber(text.span) == nil ? nil : convert(string: text)
    }
  }
}
