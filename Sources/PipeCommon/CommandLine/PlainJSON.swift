/// What the tools say of themselves as JSON: summaries, reports.
package indirect enum PlainJSON {
  case null
  case count(Int)
  /// A number of seconds, in milliseconds.
  case thousandths(Int)
  case text(String)
  /// A text as decoded bytes, which may hold lone surrogates.
  case bytes([UInt8])
  case list([PlainJSON])
  case object([(name: String, value: PlainJSON)])

  /// The value on one line.
  package var text: String {
    switch self {
    case .null: "null"
    case .count(let count): "\(count)"
    case .thousandths(let count):
      "\(count / 1000)." + String(count % 1000 + 1000).dropFirst()
    case .text(let text): Self.quoted(Array(text.utf8))
    case .bytes(let bytes): Self.quoted(bytes)
    case .list(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { "\(Self.quoted(Array($0.name.utf8))):\($0.value.text)" }
        .joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: [UInt8]) -> String {
    let encoded = String(decoding: JSONString.encode(text.span), as: UTF8.self)
    guard encoded.unicodeScalars.contains(where: \.steersTerminals) else { return encoded }
    // The line may end up on a terminal.
    return encoded.unicodeScalars.reduce(into: "") { text, scalar in
      guard scalar.steersTerminals else { return text.unicodeScalars.append(scalar) }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
