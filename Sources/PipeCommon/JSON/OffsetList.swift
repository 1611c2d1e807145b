/// A growing list of positions in the window, written by stage 1 without a check an entry.
///
/// Positions are 32 bits wide: a window is never larger than 4 GiB, and half the memory is
/// half the cache.
@safe
package struct OffsetList: ~Copyable {
  private var storage: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  /// How many entries have a value, whatever it is; memory behind is not touched before it is needed.
  private var touched = 0
  /// Invariant: `count <= capacity`.
  package private(set) var count = 0

  init(capacity: Int = 1024) {
    self.capacity = capacity
    unsafe storage = Grown.memory(nil, capacity)
  }

  deinit { unsafe free(storage) }

  /// The offsets, for reading.
  package var span: Span<UInt32> {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe Span<UInt32>(_unsafeStart: storage, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  package subscript(index: Int) -> UInt32 {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      return unsafe storage[index]
    }
    @inline(__always) set {
      precondition(index >= 0 && index < count)
      unsafe storage[index] = newValue
    }
  }

  /// Makes room for so many more entries, which `append(bits:base:)` then takes for granted.
  mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(capacity * 2, count + more)
    unsafe storage = Grown.memory(storage, larger)
    capacity = larger
  }

  /// Appends the position of every set bit: `base` and the bit's place.
  ///
  /// - Precondition: room for 72 entries was reserved.
  @inline(__always)
  mutating func append(bits: UInt64, base: Int) {
    assert(count + 72 <= capacity)
    var rest = bits
    var place = unsafe storage + count
    // Eight at a time whether or not there are eight: what is too much is written over later, and
    // a branch that cannot be foretold costs more than a few stores.
    while rest != 0 {
      for slot in 0..<8 {
        unsafe place[slot] = UInt32(truncatingIfNeeded: base &+ rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
      unsafe place += 8
    }
    count &+= bits.nonzeroBitCount
  }

  mutating func append(_ offset: Int) {
    reserve(1)
    unsafe storage[count] = UInt32(truncatingIfNeeded: offset)
    count &+= 1
  }

  mutating func removeLast() -> UInt32 {
    precondition(count > 0)
    count &-= 1
    return unsafe storage[count]
  }

  /// Makes the list as long as another one; new entries are anything.
  mutating func extend(to newCount: Int) {
    if newCount > count { reserve(newCount - count) }
    if newCount > touched {
      let fresh = max(touched, count)
      unsafe (storage + fresh).initialize(repeating: 0, count: newCount - fresh)
      touched = newCount
    }
    count = newCount
  }

  mutating func removeAll() { count = 0 }

  /// Drops the first entries, and makes the others smaller by what the window has moved.
  mutating func removeFirst(_ dropped: Int, shiftingBy moved: Int) {
    if dropped == 0, moved == 0 { return }
    let kept = count - dropped
    for index in 0..<kept {
      unsafe storage[index] = storage[index + dropped] &- UInt32(truncatingIfNeeded: moved)
    }
    count = kept
  }
}
