/// A growable window on the input: the bytes read and not yet let go.
///
///     0        start            end        end + 64      capacity
///     | let go | still needed   | padding  |             |
///
/// Positions count from the window's first byte and move only in `makeRoom`. Behind `end` there are
/// always 64 spaces, so that a block of 64 bytes may be read from any position below `end`.
@safe
package struct ByteBuffer: ~Copyable {
  /// How far a block may reach beyond the last byte.
  static let padding = 64
  /// How many bytes are read at a time at most: more would leave the processor's caches, and be slower.
  private static let largestRead = 1 << 18
  /// A window that has become so many times larger than it began gives the memory back when it can.
  private static let largestGrowth = 16

  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  package let firstCapacity: Int
  /// Invariant: `start <= end`, `end + padding <= capacity`.
  package private(set) var start = 0
  /// How many bytes it holds.
  package private(set) var end = 0

  package init(capacity: Int) {
    firstCapacity = max(capacity, 1) + Self.padding
    self.capacity = firstCapacity
    unsafe storage = .allocate(capacity: self.capacity)
    pad()
  }

  deinit { unsafe storage.deallocate() }

  /// Every byte from position 0 to `end`.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe Span<UInt8>(_unsafeStart: storage, count: end)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The first of at least 64 readable bytes at a position below `end`.
  @unsafe func block(at position: Int) -> UnsafePointer<UInt8> {
    assert(position <= end)
    return unsafe UnsafePointer(storage + position)
  }

  /// Lets go of everything before a position.
  package mutating func release(upTo position: Int) {
    precondition(position >= start && position <= end)
    start = position
  }

  /// Makes room: moves the needed bytes to the front, doubles the storage if they fill it, and lets
  /// go of what one huge record has made it.
  ///
  /// - Parameters:
  ///   - position: bytes from here on are kept, even if they were let go.
  ///   - limit: how large the needed bytes will get at most; growth stops there.
  /// - Returns: by how much every position has become smaller.
  package mutating func makeRoom(keeping position: Int = .max, limit: Int = .max) -> Int {
    let moved = min(start, position)
    if moved > 0 {
      unsafe storage.update(from: storage + moved, count: end - moved)
      start -= moved
      end -= moved
    }
    if isFull {
      grow(limit: limit)
    } else if capacity / Self.largestGrowth > firstCapacity, end + Self.padding < firstCapacity {
      reallocate(firstCapacity)
    }
    pad()
    return moved
  }

  /// Whether it takes more memory than at first.
  package var hasGrown: Bool { capacity > firstCapacity }

  /// Whether there is no room for more bytes without more memory.
  package var isFull: Bool { end + Self.padding >= capacity }

  /// Doubles the storage, as far as the limit allows; no position moves.
  private mutating func grow(limit: Int = .max) {
    let doubled = (capacity - Self.padding) * 2
    reallocate(max(min(doubled, limit), end + Self.padding) + Self.padding)
  }

  private mutating func reallocate(_ capacity: Int) {
    let other = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe other.update(from: storage, count: end)
    unsafe storage.deallocate()
    unsafe storage = other
    self.capacity = capacity
  }

  /// Lets somebody read once into the room there is, at most `limit` bytes; a full window grows first,
  /// so that 0 always means the end.
  ///
  /// - Returns: how many bytes came; 0 at the end of the file.
  package mutating func fill<Failure>(
    limit: Int = .max, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    if isFull { grow() }
    let room = min(capacity - Self.padding - end, limit, Self.largestRead)
    let count = try unsafe read(
      UnsafeMutableRawBufferPointer(start: storage + end, count: room))
    end += count
    pad()
    return count
  }

  /// Adds bytes that are already in memory.
  package mutating func append(_ bytes: Span<UInt8>) {
    if capacity - Self.padding - end < bytes.count {
      reallocate(end + bytes.count + Self.padding)
    }
    unsafe bytes.withUnsafeBufferPointer {
      if let first = $0.baseAddress { unsafe (storage + end).update(from: first, count: $0.count) }
    }
    end += bytes.count
    pad()
  }

  /// Where the first newline at or behind a position is.
  package func firstNewline(from position: Int) -> Int? {
    guard position < end else { return nil }
    let found = unsafe memchr(storage + position, Int32(UInt8(ascii: "\n")), end - position)
    return unsafe found.map { unsafe $0 - UnsafeMutableRawPointer(storage) }
  }

  /// How many newlines there are from a position on in a row.
  package func newlines(from position: Int) -> Int {
    var place = position
    while place < end, unsafe storage[place] == UInt8(ascii: "\n") { place += 1 }
    return place - position
  }

  /// How many newlines stand before a position among what is still needed.
  package func countNewlines(upTo position: Int) -> Int {
    precondition(position <= end)
    var count = 0
    for place in start..<position where unsafe storage[place] == UInt8(ascii: "\n") { count += 1 }
    return count
  }

  private mutating func pad() {
    unsafe (storage + end).update(repeating: UInt8(ascii: " "), count: Self.padding)
  }
}
