/// Stage 3: looking around in one checked value. Look through the view, remember nodes.
///
/// A node is the number of the mark at which a value begins, a view is what the numbers mean. The
/// view cannot outlive the reader's next step; nodes are plain values. The text has been checked,
/// so nothing here can fail.
///
/// It is looked through for every token, so the compiler has to carry it into the tools, and it carries
/// only what is public.
public struct JSONView: ~Escapable {
  /// The whole window; ranges are positions in it.
  public let bytes: Span<UInt8>
  /// Where quotes, backslashes, brackets, commas, colons and scalars stand.
  public let marks: Span<UInt32>
  /// The bytes that stand there.
  let tokens: Span<UInt8>
  /// For the mark of an opening bracket, the mark that closes it.
  let closers: Span<UInt32>
  /// Where white space begins, from the first run that can lie in this value.
  public let gaps: Span<UInt32>
  /// The value itself.
  public let root: JSONNode

  @_lifetime(copy bytes, copy marks, copy tokens, copy closers, copy gaps)
  init(
    bytes: Span<UInt8>, marks: Span<UInt32>, tokens: Span<UInt8>, closers: Span<UInt32>,
    gaps: Span<UInt32>, root: JSONNode
  ) {
    self.bytes = bytes
    self.marks = marks
    self.tokens = tokens
    self.closers = closers
    self.gaps = gaps
    self.root = root
  }
}

extension JSONView {
  /// A value inside this one, looked at by itself.
  @_lifetime(copy self)
  public func rooted(at node: JSONNode) -> JSONView {
    JSONView(
      bytes: bytes, marks: marks, tokens: tokens, closers: closers, gaps: gaps, root: node)
  }

  /// How much memory a value takes as it is: its bytes, nine for each mark and four for
  /// each run of white space.
  package func footprint(_ node: JSONNode) -> Int {
    let range = range(node)
    let gapCount = firstGap(from: range.upperBound) - firstGap(from: range.lowerBound)
    return range.count + 9 * (markAfter(node) - Int(node.mark)) + 4 * gapCount
  }

  /// What the value is, by its first byte.
  @inline(__always)
  public func kind(_ node: JSONNode) -> JSONKind {
    JSONKind(firstByte: tokens[Int(node.mark)])
  }

  /// Whether the value is a number that is spelt as an integer, of any length.
  public func isInteger(_ node: JSONNode) -> Bool {
    kind(node) == .number && JSONInteger.isCanonical(text(node))
  }

  /// Whether the value is `null`.
  public func isNull(_ node: JSONNode) -> Bool { kind(node) == .null }

  /// Whether the value is `""`.
  public func isEmptyString(_ node: JSONNode) -> Bool { text(node) == "\"\"" }

  /// Where the value begins.
  @inline(__always)
  public func start(_ node: JSONNode) -> Int { Int(marks[Int(node.mark)]) }

  /// The value's bytes, quotes and brackets included.
  @inline(__always)
  public func range(_ node: JSONNode) -> Range<Int> {
    let start = start(node)
    switch tokens[Int(node.mark)] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return start..<Int(marks[Int(closers[Int(node.mark)])]) + 1
    default:
      // A string or scalar ends where the next token begins, less the blanks between them.
      let next = markAfter(node)
      guard next < marks.count else { return start..<endBehindLastMark(node, start) }
      var end = Int(marks[next])
      while bytes[end &- 1] <= 0x20 { end &-= 1 }
      return start..<end
    }
  }

  /// Where a value ends that stands alone, as behind that there may be no mark yet.
  private func endBehindLastMark(_ node: JSONNode, _ start: Int) -> Int {
    if kind(node) == .string {
      var end = bytes.count
      while bytes[end - 1] <= 0x20 { end -= 1 }
      return end
    }
    var end = start
    while end < bytes.count, !JSONScalar.isDelimiter(bytes[end]) { end += 1 }
    return end
  }

  /// The value's bytes as they stand.
  @_lifetime(copy self)
  public func text(_ node: JSONNode) -> Span<UInt8> {
    bytes.extracting(range(node))
  }

  /// What stands between a string's quotes.
  @inline(__always)
  public func contents(_ node: JSONNode) -> Range<Int> {
    let range = range(node)
    return range.lowerBound + 1..<range.upperBound - 1
  }

  /// Whether a string has escapes, which stage 1 has marked.
  @inline(__always)
  public func hasEscapes(_ node: JSONNode) -> Bool {
    let next = Int(node.mark) + 1
    return next < tokens.count && tokens[next] == UInt8(ascii: "\\")
  }

  /// What stands between a key's quotes, if it has no escapes: then its colon is the next mark.
  @inline(__always)
  @_lifetime(copy self)
  public func plainText(ofKey key: JSONNode) -> Span<UInt8>? {
    let mark = Int(key.mark)
    guard tokens[mark &+ 1] == UInt8(ascii: ":") else { return nil }
    var end = Int(marks[mark &+ 1]) &- 1
    while bytes[end] <= 0x20 { end &-= 1 }
    return bytes.extracting(Int(marks[mark]) &+ 1..<end)
  }

  /// A string's decoded bytes.
  public func decoded(_ node: JSONNode) -> [UInt8] {
    JSONString.decode(bytes.extracting(contents(node)))
  }

  /// Whether a string stands for this text.
  public func string(_ node: JSONNode, equals text: Span<UInt8>) -> Bool {
    let raw = bytes.extracting(contents(node))
    return hasEscapes(node) ? JSONString.equals(raw, text) : equalBytes(raw, text)
  }

  /// An object's first member.
  @inline(__always)
  public func firstMember(_ object: JSONNode) -> JSONMember? {
    let mark = Int(object.mark) + 1
    guard tokens[mark] == UInt8(ascii: "\"") else { return nil }
    return member(at: mark)
  }

  /// The next member of the same object.
  @inline(__always)
  public func member(after member: JSONMember) -> JSONMember? {
    let mark = markAfter(member.value)
    guard tokens[mark] == UInt8(ascii: ",") else { return nil }
    return self.member(at: mark + 1)
  }

  /// An array's first element.
  @inline(__always)
  public func firstElement(_ array: JSONNode) -> JSONNode? {
    let mark = Int(array.mark) + 1
    guard tokens[mark] != UInt8(ascii: "]") else { return nil }
    return JSONNode(mark: mark)
  }

  /// The next element of the same array.
  @inline(__always)
  public func element(after element: JSONNode) -> JSONNode? {
    let mark = markAfter(element)
    guard tokens[mark] == UInt8(ascii: ",") else { return nil }
    return JSONNode(mark: mark + 1)
  }

  @inline(__always)
  func member(at mark: Int) -> JSONMember {
    // Behind a key without escapes comes its colon, and then the value.
    let isPlain = tokens[mark &+ 1] == UInt8(ascii: ":")
    let key = JSONNode(mark: mark)
    return JSONMember(key: key, value: JSONNode(mark: isPlain ? mark &+ 2 : markAfter(key) &+ 1))
  }

  /// The first mark behind a value: a separator or a closing bracket.
  @inline(__always)
  func markAfter(_ node: JSONNode) -> Int {
    let mark = Int(node.mark)
    switch tokens[mark] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return Int(closers[mark]) + 1
    case UInt8(ascii: "\""):
      // Escapes are marks as well, and belong to their string.
      var next = mark + 1
      while next < tokens.count, tokens[next] == UInt8(ascii: "\\") { next += 1 }
      return next
    default:
      return mark + 1
    }
  }
}
