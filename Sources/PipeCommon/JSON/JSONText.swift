/// A JSON text kept in memory: an option's value, a rules file, a server's answer.
package struct JSONText {
  private let bytes: [UInt8]
  private let marks: [UInt32]
  private let tokens: [UInt8]
  private let closers: [UInt32]
  private let gaps: [UInt32]

  /// Checks a whole text, which may have white space around its one value.
  package init(_ text: Span<UInt8>) throws(JSONFault) {
    let reading = try JSONReading(text)
    bytes = Array(copying: reading.view.bytes)
    marks = Array(copying: reading.view.marks)
    tokens = Array(copying: reading.view.tokens)
    closers = Array(copying: reading.view.closers)
    gaps = Array(copying: reading.view.gaps)
  }

  /// The same of a string.
  package init(_ text: String) throws(JSONFault) {
    try self.init(text.utf8.span)
  }

  /// The kind of a checked value that begins with this byte.
  package static func kind(ofFirstByte byte: UInt8) -> JSONKind { JSONKind(firstByte: byte) }

  /// How many brackets of a checked text are open at a time.
  package static func depth(of text: Span<UInt8>) -> Int {
    var depth = 0
    var deepest = 0
    var isInString = false
    var place = 0
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "\\") where isInString: place += 1
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString:
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
      default: break
      }
      place += 1
    }
    return deepest
  }

  /// For looking around in it.
  package var view: JSONView {
    @_lifetime(borrow self)
    get {
      JSONView(
        bytes: bytes.span, marks: marks.span, tokens: tokens.span, closers: closers.span,
        gaps: gaps.span, root: JSONNode(mark: 0))
    }
  }
}
