/// A window on the input, and what is known of it: where tokens and white space begin, and which
/// brackets belong together.
///
/// All of it counts from the window's first byte; `origin` is that byte's place in the file.
struct MarkedWindow: ~Copyable {
  /// Small, as a line that is damaged is read again from the next one on.
  private static let firstStep = 1 << 7
  static let largestStep = 1 << 15

  private(set) var buffer: ByteBuffer
  private(set) var index: StructuralIndex
  var grammar: JSONGrammar
  private(set) var origin = 0
  /// The file that the bytes are from.
  private(set) var file = "stdin"
  /// Bytes read up to its end, all files together.
  private(set) var bytesRead = 0
  /// How far stage 1 goes at a time: little after damage, where it may have to go back.
  private var step = firstStep

  init(capacity: Int, _ level: VectorLevel) {
    buffer = ByteBuffer(capacity: capacity)
    index = StructuralIndex(level)
    grammar = JSONGrammar(level)
  }

  /// Every byte that is there.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { buffer.bytes }
  }
  /// The first byte that is still needed.
  var start: Int { buffer.start }
  var end: Int { buffer.end }
  /// Whether a record did not fit into the memory it began with.
  var hasGrown: Bool { buffer.hasGrown }
  /// Whether what is still needed is little, as is the rest of the bytes behind many records.
  var isNearlyDone: Bool { end - start <= buffer.firstCapacity / 8 }
  /// Whether more bytes would take more memory.
  var isFull: Bool { buffer.isFull }
  /// Whether stage 1 has seen every byte.
  var isMarked: Bool { index.position == end }

  /// Where a token begins, or how far tokens are known.
  func place(ofMark mark: Int) -> Int {
    mark < index.marks.count ? Int(index.marks[mark]) : index.position
  }

  /// Lets go of everything before a position.
  mutating func release(upTo position: Int) { buffer.release(upTo: position) }

  func firstNewline(from position: Int) -> Int? { buffer.firstNewline(from: position) }

  /// Looks around in a record that was found here.
  subscript(record: FoundRecord) -> JSONView {
    @_lifetime(borrow self)
    borrowing get {
      JSONView(
        bytes: bytes, marks: index.marks.places, tokens: index.marks.tokens,
        closers: grammar.closers.span, gaps: index.gaps.span.extracting(Int(record.gap)...),
        root: JSONNode(mark: Int(record.mark)))
    }
  }

  /// Checks the value that was begun as far as its marks reach.
  ///
  /// - Parameter isLast: whether no more bytes will come.
  mutating func check(isLast: Bool) -> JSONGrammar.Outcome {
    grammar.run(buffer, index, atEnd: isLast && isMarked)
  }

  /// Marks a step more, which is twice as long as the one before.
  mutating func extend() {
    index.extend(over: buffer, upTo: index.position + step)
    lengthenStep()
  }

  /// Marks everything up to a position.
  mutating func extend(upTo position: Int) { index.extend(over: buffer, upTo: position) }

  mutating func lengthenStep() { step = min(step * 2, Self.largestStep) }

  /// Forgets all marks and begins anew at a position, outside of any value.
  mutating func restart(at position: Int) {
    release(upTo: position)
    index.restart(at: position)
    step = Self.firstStep
  }

  /// Begins another file, of which the first byte that comes is the first.
  mutating func clear() {
    release(upTo: end)
    _ = buffer.makeRoom(limit: .max)
    origin = 0
  }

  /// Takes the first bytes of the next file.
  ///
  /// - Returns: `false` if there is none.
  mutating func open(from files: inout InputFiles) throws(IOError) -> Bool {
    guard try files.openNext(into: &buffer) else { return false }
    file = files.name
    bytesRead = files.bytesRead
    return true
  }

  /// Reads once into the room there is, at most `limit` bytes; 0 at the end of the file.
  mutating func fill(from files: inout InputFiles, limit: Int) throws(IOError) -> Int {
    let count = try files.fill(&buffer, limit: limit)
    bytesRead = files.bytesRead
    return count
  }

  /// Makes room for more bytes where no marks are needed.
  ///
  /// - Returns: by how much every position has become smaller.
  mutating func makeRoom(limit: Int) -> Int {
    let moved = buffer.makeRoom(limit: limit)
    origin += moved
    return moved
  }

  /// The same, and keeps the marks and gaps from these on, which are the first ones then.
  mutating func makeRoom(marks: Int, gaps: Int, limit: Int) -> Int {
    let moved = buffer.makeRoom(keeping: index.block, limit: limit)
    origin += moved
    index.forget(marks: marks, gaps: gaps, moved: moved)
    grammar.forget(marks: marks)
    return moved
  }

  /// Begins with the bytes that another window holds from a position on, of which nothing is known.
  mutating func begin(with other: borrowing MarkedWindow, from position: Int) {
    clear()
    buffer.append(other.bytes.extracting(position...))
    origin = other.origin + position
    file = other.file
    bytesRead = other.bytesRead
    restart(at: 0)
    grammar.begin(at: 0)
  }
}
