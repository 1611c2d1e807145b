/// JSON that stands in a string of other JSON, as text or as base64 of it.
enum EmbeddedJSON {
  /// Reads what a string holds: JSON if it begins like an object, a list or a string, else base64.
  static func read(_ string: JSONNode, _ view: JSONView) throws(JSONFault) -> JSONReading {
    let text = view.decoded(string)
    if isJSON(text.span) { return try parse(text) }
    guard let decoded = Base64.decode(text.span), isJSON(decoded.span) else {
      throw JSONFault(.unacceptable("a text that holds no JSON, as it is or in base64"), at: 0)
    }
    return try parse(decoded)
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func parse(_ text: [UInt8]) throws(JSONFault) -> JSONReading {
    let mark = text.span.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    return try JSONReading(text.span.extracting(mark...))
  }

  /// Whether a text begins like what a batch may be in.
  private static func isJSON(_ text: Span<UInt8>) -> Bool {
    var place = text.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    while place < text.count, text[place] <= 0x20 { place += 1 }
    guard place < text.count else { return false }
    return text[place] | 0x20 == UInt8(ascii: "{") || text[place] == UInt8(ascii: "\"")
  }
}
