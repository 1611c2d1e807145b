/// The growing list of marks: where tokens begin, and the bytes that begin them, densely.
///
///     bytes    {"a": [1.5,"x\"y"]}
///     places   0 1 4 6 7 10 11 13 17 18
///     tokens   { " : [ 1 ,  "  \  ]  }
///
/// The next stages look mostly at tokens, 64 of which lie in one line of the cache.
@safe
package struct MarkList: ~Copyable {
  /// How much is written behind the last mark, whole blocks at a time, and may be read there.
  static let slack = 136

  private var list: UnsafeMutablePointer<UInt32>
  private var firsts: UnsafeMutablePointer<UInt8>
  private var capacity = 1024
  /// Invariant: `count + slack <= capacity`.
  package private(set) var count = 0

  init() {
    unsafe list = Grown.memory(nil, capacity)
    unsafe firsts = Grown.memory(nil, capacity)
  }

  deinit {
    unsafe free(list)
    unsafe free(firsts)
  }

  /// Where the tokens begin.
  package var places: Span<UInt32> {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe Span<UInt32>(_unsafeStart: list, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes that stand there.
  package var tokens: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe Span<UInt8>(_unsafeStart: firsts, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The first of 64 tokens from one on; those behind the last one are anything.
  @unsafe func block(at mark: Int) -> UnsafePointer<UInt8> {
    assert(mark <= count)
    return unsafe UnsafePointer(firsts + mark)
  }

  package subscript(mark: Int) -> UInt32 {
    @inline(__always) get {
      precondition(mark >= 0 && mark < count)
      return unsafe list[mark]
    }
  }

  /// Makes room for so many more marks, and the slack behind them.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if count + more + Self.slack > capacity { grow(more) }
  }

  private mutating func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more + Self.slack)
    unsafe list = Grown.memory(list, larger)
    unsafe firsts = Grown.memory(firsts, larger)
    capacity = larger
  }

  /// Lets somebody write marks behind the last one.
  ///
  /// - Parameter most: how many there can be, not counting the slack.
  /// - Parameter write: takes the first free places of both lists, and returns how many it has used.
  @unsafe mutating func append(
    most: Int, _ write: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt8>) -> Int
  ) {
    reserve(most)
    let added = unsafe write(list + count, firsts + count)
    precondition(added >= 0 && added <= most)
    count &+= added
  }

  mutating func append(_ place: Int, token: UInt8) {
    reserve(1)
    unsafe list[count] = UInt32(truncatingIfNeeded: place)
    unsafe firsts[count] = token
    count &+= 1
  }

  mutating func removeAll() { count = 0 }

  /// Drops the first marks, and makes the places of the others smaller by what the window has moved.
  mutating func removeFirst(_ dropped: Int, shiftingBy moved: Int) {
    if dropped == 0, moved == 0 { return }
    precondition(dropped >= 0 && dropped <= count)
    count -= dropped
    for index in 0..<count {
      unsafe list[index] = list[index + dropped] &- UInt32(truncatingIfNeeded: moved)
    }
    unsafe firsts.update(from: firsts + dropped, count: count)
  }
}
