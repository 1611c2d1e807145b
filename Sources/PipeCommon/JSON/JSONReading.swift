/// A whole JSON text in memory, checked, with its marks: what a `JSONText` keeps a copy of.
package struct JSONReading: ~Copyable {
  private var buffer: ByteBuffer
  private var index: StructuralIndex
  private var grammar: JSONGrammar

  /// Checks a whole text, which may have white space around its one value.
  package init(_ text: Span<UInt8>, _ level: VectorLevel = .current) throws(JSONFault) {
    index = StructuralIndex(level)
    grammar = JSONGrammar(level)
    buffer = ByteBuffer(capacity: text.count)
    buffer.append(text)
    index.extend(over: buffer, upTo: buffer.end)
    guard index.marks.count > 0 else { throw JSONFault(.expectedValue, at: 0) }
    grammar.begin(at: 0)
    switch grammar.run(buffer, index, atEnd: true) {
    case .fault(let fault): throw fault
    case .starved: throw JSONFault(.endOfInput, at: text.count)
    case .complete(let lastMark):
      if lastMark + 1 < index.marks.count {
        let rest = Int(index.marks[lastMark + 1])
        throw JSONFault(.strayByte(text[rest]), at: rest)
      }
    }
  }

  /// For looking around in it.
  package var view: JSONView {
    @_lifetime(borrow self)
    borrowing get {
      JSONView(
        bytes: buffer.bytes, marks: index.marks.places, tokens: index.marks.tokens,
        closers: grammar.closers.span,
        gaps: index.gaps.span, root: JSONNode(mark: 0))
    }
  }
}
