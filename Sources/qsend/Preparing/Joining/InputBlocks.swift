/// Where the blocks end in which records of a user are joined: no batch reaches across.
///
/// A block is so many records or bytes of the input. One that ended for another reason (the input
/// ended, or `--limit` did) ends there again on every run, because the journal says so: the same
/// records share the same batches then.
struct InputBlocks {
  /// Records of a block, at most.
  static let records = 10_000
  /// Bytes of them, at most, but for the last one's.
  static let bytes = 32 << 20

  /// Where blocks begin that are not settled as a whole, as numbers of records before them; the last
  /// one is being filled.
  private var starts: [Int]
  /// Ends ahead that an earlier run came to.
  private var ends: ArraySlice<Int>
  private var size = 0
  private let length: Int

  /// - Parameters:
  ///   - marks: where the first block begins, and where it and others behind it ended.
  ///   - length: records of a block, at most.
  init(_ marks: [Int], length: Int = records) {
    self.length = length
    starts = [marks.first ?? 0]
    ends = marks.dropFirst()
  }

  /// Where the block begins that is being filled.
  var start: Int { starts[starts.count - 1] }

  /// Whether batches up to an end that lies ahead may have been sent: then no other will do.
  var hasEndAhead: Bool { !ends.isEmpty }

  /// Adds a record to the block.
  ///
  /// - Parameter count: records of the input up to this one.
  /// - Returns: whether the block ends behind it.
  mutating func add(_ count: Int, bytes: Int) -> Bool {
    size += bytes
    if let end = ends.first { return count >= end }
    return count - start >= length || size >= Self.bytes
  }

  /// Begins the next block.
  mutating func end(at count: Int) {
    ends = ends.drop { $0 <= count }
    if count > start { starts.append(count) }
    size = 0
  }

  /// What the journal must know to find the same blocks.
  ///
  /// - Parameter settled: how many records are settled.
  mutating func marks(settled: Int) -> [Int] {
    starts.removeFirst(starts.lastIndex { $0 <= settled } ?? 0)
    return starts + ends
  }
}
