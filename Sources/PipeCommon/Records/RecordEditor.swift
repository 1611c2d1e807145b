/// Changes to one record: ranges of it, in order, and what takes their place.
///
/// Everything else is copied as it came, less the white space between tokens, so an edit cannot
/// damage what it does not name. The arrays are used again for the next record.
package struct RecordEditor {
  /// Four bytes a position, as in the marks: a record may have one edit for each few bytes.
  private struct Edit {
    enum Change {
      /// So many bytes of `text`, behind those of the edits before, take the range's place.
      case text(count: UInt32)
      /// The range is put between quotes.
      case quotes
      /// The integers in it, an array, are put between quotes.
      case quotedIntegers(JSONNode)
    }

    let lower: UInt32
    let upper: UInt32
    let change: Change
  }

  private static let oneQuote: [UInt8] = [UInt8(ascii: "\"")]

  private var edits: [Edit] = []
  private var text: [UInt8] = []

  package init() {}

  /// Forgets all edits.
  package mutating func clear() {
    edits.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

  /// - Precondition: the range begins where the one before ends, or behind it.
  private mutating func add(_ change: Edit.Change, at range: Range<Int>) {
    precondition(range.lowerBound >= edits.last.map { Int($0.upper) } ?? 0, "edits come in order")
    edits.append(
      Edit(lower: UInt32(range.lowerBound), upper: UInt32(range.upperBound), change: change))
  }

  /// - Precondition: the range begins where the one before ends, or behind it.
  package mutating func replace(_ range: Range<Int>, with bytes: Span<UInt8>) {
    text.append(contentsOf: bytes)
    add(.text(count: UInt32(bytes.count)), at: range)
  }

  /// Puts a value between quotes, whatever it is.
  package mutating func quote(_ range: Range<Int>) { add(.quotes, at: range) }

  /// Puts the canonical integers of an array between quotes. They are found again when the record
  /// is written: a list of a million of them is one edit.
  package mutating func quoteIntegers(in array: JSONNode, _ view: JSONView) {
    add(.quotedIntegers(array), at: view.range(array))
  }

  /// Puts a text in a range's place.
  package mutating func replace(_ range: Range<Int>, with string: String) {
    replace(range, with: string.utf8.span)
  }

  /// Takes a range away.
  package mutating func remove(_ range: Range<Int>) { add(.text(count: 0), at: range) }

  /// Puts a text before a position.
  package mutating func insert(_ string: String, at position: Int) {
    replace(position..<position, with: string)
  }

  /// Writes a value with its edits.
  package func write(
    _ node: JSONNode, of view: JSONView, to output: inout OutputWriter
  ) throws(IOError) {
    try forEachPiece(node, of: view) { (piece) throws(IOError) in try output.write(piece) }
  }

  /// Appends a value with its edits.
  package func append(_ node: JSONNode, of view: JSONView, to bytes: inout [UInt8]) {
    forEachPiece(node, of: view) { (piece) throws(Never) in bytes.append(contentsOf: piece) }
  }

  @inline(__always)
  private func forEachPiece<Failure>(
    _ node: JSONNode, of view: JSONView, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let range = view.range(node)
    var position = range.lowerBound
    var textPosition = 0
    for edit in edits {
      let (lower, upper) = (Int(edit.lower), Int(edit.upper))
      try view.forEachPiece(position..<lower, body)
      switch edit.change {
      case .text(let count):
        let end = textPosition + Int(count)
        try body(text.span.extracting(textPosition..<end))
        textPosition = end
      case .quotes: try putQuoted(lower..<upper, view, body)
      case .quotedIntegers(let array): try putQuoted(array, view, body)
      }
      position = upper
    }
    try view.forEachPiece(position..<range.upperBound, body)
  }

  private func putQuoted<Failure>(
    _ range: Range<Int>, _ view: JSONView, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(Self.oneQuote.span)
    try body(view.bytes.extracting(range))
    try body(Self.oneQuote.span)
  }

  private func putQuoted<Failure>(
    _ array: JSONNode, _ view: JSONView, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let range = view.range(array)
    var position = range.lowerBound
    var next = view.firstElement(array)
    while let element = next {
      if view.isInteger(element) {
        let integer = view.range(element)
        try view.forEachPiece(position..<integer.lowerBound, body)
        try putQuoted(integer, view, body)
        position = integer.upperBound
      }
      next = view.element(after: element)
    }
    try view.forEachPiece(position..<range.upperBound, body)
  }
}

extension RecordEditor {
  /// Keeps some elements of an array: whatever stands between two of them that are not neighbours
  /// becomes a comma.
  ///
  /// - Parameter body: makes the edits inside a kept element.
  package mutating func keep(
    _ elements: [JSONNode], of array: JSONNode, _ view: JSONView,
    _ body: (JSONNode, inout RecordEditor) -> Void = { _, _ in }
  ) {
    let range = view.range(array)
    guard view.kind(array) == .array, let first = elements.first, let last = elements.last else {
      return replace(range, with: "[]")
    }
    remove(range.lowerBound + 1..<view.start(first))
    for (element, next) in zip(elements, elements.dropFirst()) {
      body(element, &self)
      if view.element(after: element) != next {
        replace(view.range(element).upperBound..<view.start(next), with: ",")
      }
    }
    body(last, &self)
    remove(view.range(last).upperBound..<range.upperBound - 1)
  }
}

extension JSONView {
  /// A range's bytes without the white space between tokens, piece by piece.
  @inline(__always)
  func forEachPiece<Failure>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var position = range.lowerBound
    var gap = firstGap(from: position)
    while gap < gaps.count, Int(gaps[gap]) < range.upperBound {
      let start = Int(gaps[gap])
      if start > position { try body(bytes.extracting(position..<start)) }
      position = start
      while position < range.upperBound, bytes[position] <= 0x20 { position += 1 }
      gap += 1
    }
    if position < range.upperBound { try body(bytes.extracting(position..<range.upperBound)) }
  }

  /// The first gap at or behind a position, by halving: a pretty-printed record has thousands.
  func firstGap(from position: Int) -> Int {
    var low = 0
    var high = gaps.count
    // Most records have no gaps, and the list begins with what lies behind them.
    if high == 0 || Int(gaps[0]) >= position { return 0 }
    while low < high {
      let middle = (low + high) / 2
      if Int(gaps[middle]) < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Appends a range's bytes without the white space between tokens.
  package func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
    forEachPiece(range) { (piece) throws(Never) in bytes.append(contentsOf: piece) }
  }
}
