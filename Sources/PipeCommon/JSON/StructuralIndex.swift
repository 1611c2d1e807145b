/// Stage 1: where the tokens begin, and where white space stands between them.
///
///     bytes   {"a": [1.5,"x\"y"]}
///     marks   11  1 11  11  1  11     where a token begins; the backslash of an escape, too
///     gaps         1                  where a run of white space begins
///
/// The next stage reads marks only, and may rely on this: *if the marked bytes are tokens in an
/// order that the grammar allows, then every string is closed, free of control characters and
/// well-formed UTF-8.* For that, a byte that breaks one of these rules is marked as well: a
/// control character in a string, a byte outside that is none of the four blanks, and the last
/// non-ASCII byte before the fault of an ill-formed sequence. None of them can stand where a mark
/// is expected, so no good input pays for the test. Escapes are marked for the next stage to
/// check; scalars outside strings are marked at their first byte only.
///
/// A backslash outside strings would look like an escape; where the first one stands is kept beside.
///
/// The bytes are classified once, 64 at a time, in steps that the reader asks for. What is carried
/// from block to block are five small values. A block that is cut short by the end of the data is
/// done again when more has come; its marks depend on earlier bytes only, so those that are out
/// already stay right.
package struct StructuralIndex: ~Copyable {
  /// Where tokens begin.
  package private(set) var marks = MarkList()
  /// Where white space outside strings begins, a run an entry.
  package private(set) var gaps = OffsetList()
  /// The first backslash outside strings, which nothing good can lie behind.
  package private(set) var strayBackslash = Int.max
  /// Everything before this position has been classified.
  package private(set) var position = 0

  /// Whether the last classified byte leaves a string open.
  package private(set) var isInsideString = false

  /// The first byte of a block not yet wholly done, whose bytes will be looked at again.
  package private(set) var block = 0
  /// The state at `block`.
  private var carry = Carry()
  private var batch = BlockBatch()
  private let level: VectorLevel

  private struct Carry {
    /// 1 if the block's first byte is escaped.
    var escaped: UInt64 = 0
    /// All ones if the block begins inside a string.
    var inString: UInt64 = 0
    /// 1 if the byte before the block belongs to a scalar outside strings.
    var scalar: UInt64 = 0
    /// 1 if the byte before the block is white space outside strings.
    var gap: UInt64 = 0
    var utf8 = UTF8Check()
  }

  /// - Parameter level: which vector code to use; the machine must have it.
  package init(_ level: VectorLevel = .current) { self.level = level }

  /// Starts afresh at a position, outside of any string.
  package mutating func restart(at position: Int) {
    marks.removeAll()
    gaps.removeAll()
    strayBackslash = .max
    isInsideString = false
    self.position = position
    block = position
    carry = Carry()
  }

  /// Lets go of marks and gaps whose bytes were let go, after the window moved by so much.
  package mutating func forget(marks markCount: Int, gaps gapCount: Int, moved: Int) {
    marks.removeFirst(markCount, shiftingBy: moved)
    gaps.removeFirst(gapCount, shiftingBy: moved)
    position -= moved
    block -= moved
    if strayBackslash != .max { strayBackslash -= moved }
  }

  /// Classifies the window up to a position or its end.
  package mutating func extend(over window: borrowing ByteBuffer, upTo limit: Int) {
    let limit = min(limit, window.end)
    while position < limit {
      let whole = min((window.end - block) / 64, (limit - block + 63) / 64, BlockBatch.capacity)
      if whole > 0 {
        unsafe classify(window.block(at: block), whole, valid: 64)
        block += whole * 64
        position = block
      } else {
        let state = carry
        // The block is never read past `window.end` but for the spaces behind it.
        let count = window.end - block
        unsafe classify(window.block(at: block), 1, valid: count)
        carry = state
        position = block + count
      }
    }
  }

  /// Classifies blocks from `block` on, of the last of which `valid` bytes are there.
  private mutating func classify(_ bytes: UnsafePointer<UInt8>, _ count: Int, valid: Int) {
    unsafe batch.classify(bytes, count, level)
    // Without the bits of bytes that are out already, or not there yet.
    var fresh = UInt64.max &<< UInt64(position - block) & UInt64.max &>> UInt64(64 - valid)
    var carry = self.carry
    var inString: UInt64 = 0
    for number in 0..<count {
      let mask = batch[number]
      let place = block &+ number &* 64
      let escapes = Self.findEscapes(mask.backslash, &carry.escaped)
      let quotes = mask.quote & ~escapes.escaped
      // Ones from each opening quote up to, not including, its closing one.
      inString = Self.prefixXor(quotes) ^ carry.inString
      carry.inString = UInt64(bitPattern: Int64(bitPattern: inString) &>> 63)
      let stringTail = inString ^ quotes

      let scalar = ~(mask.structural | mask.blank)
      let unquoted = scalar & ~quotes
      let goesOn = unquoted &<< 1 | carry.scalar
      carry.scalar = unquoted &>> 63
      var found = (mask.structural | scalar & ~goesOn) & ~stringTail | escapes.starts & inString

      let outside = mask.blank & ~inString
      let gapStarts = outside & ~(outside &<< 1 | carry.gap) & fresh
      carry.gap = outside &>> 63
      if gapStarts != 0 {
        gaps.reserve(72)
        gaps.append(bits: gapStarts, base: place)
      }

      let stray = escapes.starts & ~inString
      if stray != 0, strayBackslash == .max { strayBackslash = place &+ stray.trailingZeroBitCount }
      if mask.control != 0 {
        found |= unsafe forbiddenControls(mask.control, inString: inString, bytes + number &* 64)
      }
      if mask.high != 0 || carry.utf8.isInsideSequence {
        let faults = unsafe UTF8Check.faults(
          in: bytes + number &* 64, high: mask.high, valid: valid, fresh: fresh, &carry.utf8)
        found |= faults.here
        if let before = faults.before {
          if number > 0 {
            batch.markLast(in: number - 1)
          } else {
            // Any byte that is not ASCII says as much.
            marks.append(place + before, token: 0x80)
          }
        }
      }
      batch.mark(found & fresh, in: number)
      fresh = .max
    }
    self.carry = carry
    isInsideString = inString &>> UInt64(valid - 1) & 1 == 1
    unsafe batch.append(count, of: bytes, at: block, to: &marks, level)
  }

  /// Tells escaped bytes, and the backslashes that escape them.
  ///
  /// A run of backslashes escapes the byte after it if it is odd in length; of the run itself every
  /// second one is escaped. Runs are short, so going from run to run is quick, and most blocks
  /// have none.
  @inline(__always)
  private static func findEscapes(
    _ backslash: UInt64, _ carry: inout UInt64
  ) -> (escaped: UInt64, starts: UInt64) {
    var escaped = carry
    carry = 0
    guard backslash != 0 else { return (escaped, 0) }
    var starts: UInt64 = 0
    var rest = backslash & ~escaped
    while rest != 0 {
      let start = rest & (0 &- rest)
      starts |= start
      if start == 1 &<< 63 {
        carry = 1
        break
      }
      escaped |= start &<< 1
      rest &= ~(start | start &<< 1)
    }
    return (escaped, starts)
  }

  /// For each bit the parity of the bits up to it.
  @inline(__always)
  private static func prefixXor(_ bits: UInt64) -> UInt64 {
    var bits = bits
    bits ^= bits &<< 1
    bits ^= bits &<< 2
    bits ^= bits &<< 4
    bits ^= bits &<< 8
    bits ^= bits &<< 16
    bits ^= bits &<< 32
    return bits
  }

  /// Control characters that JSON does not allow where they stand.
  private func forbiddenControls(
    _ control: UInt64, inString: UInt64, _ bytes: UnsafePointer<UInt8>
  ) -> UInt64 {
    var forbidden = control & inString
    var rest = control & ~inString
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      switch unsafe bytes[place] {
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
      default: forbidden |= 1 << UInt64(place)
      }
      rest &= rest - 1
    }
    return forbidden
  }
}
