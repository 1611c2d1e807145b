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
  package private(set) var marks = OffsetList()
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

  package init() {}

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
      let state = carry
      // A block is never read past `window.end` but for the spaces behind it.
      let count = min(64, window.end - block)
      unsafe classify(window.block(at: block), valid: count)
      if count < 64 {
        carry = state
        position = block + count
      } else {
        block += 64
        position = block
      }
    }
  }

  /// Classifies one block, of which `valid` bytes are there.
  @inline(__always)
  private mutating func classify(_ bytes: UnsafePointer<UInt8>, valid: Int) {
    let mask = unsafe BlockMask(bytes)
    let rare = unsafe mask.hasRareBytes ? RareMask(bytes) : RareMask()
    let escapes = findEscapes(rare.backslash)
    let quotes = mask.quote & ~escapes.escaped
    // Ones from each opening quote up to, not including, its closing one.
    let inString = prefixXor(quotes) ^ carry.inString
    carry.inString = UInt64(bitPattern: Int64(bitPattern: inString) &>> 63)
    isInsideString = inString &>> UInt64(valid - 1) & 1 == 1
    let stringTail = inString ^ quotes

    let scalar = ~(mask.structural | mask.blank)
    let unquoted = scalar & ~quotes
    let goesOn = unquoted &<< 1 | carry.scalar
    carry.scalar = unquoted &>> 63
    var found = (mask.structural | scalar & ~goesOn) & ~stringTail | escapes.starts & inString

    let outside = mask.blank & ~inString
    let gapStarts = outside & ~(outside &<< 1 | carry.gap)
    carry.gap = outside &>> 63

    let stray = escapes.starts & ~inString
    if stray != 0, strayBackslash == .max { strayBackslash = block &+ stray.trailingZeroBitCount }
    if rare.control != 0 {
      found |= unsafe forbiddenControls(rare.control, inString: inString, bytes)
    }
    // Bits of bytes that are out already, or not there yet.
    let fresh = UInt64.max &<< UInt64(position - block) & UInt64.max &>> UInt64(64 - valid)
    marks.reserve(73)
    if rare.high != 0 || carry.utf8.isInsideSequence {
      found |= unsafe checkUTF8(bytes, high: rare.high, valid: valid, fresh: fresh)
    }
    marks.append(bits: found & fresh, base: block)
    if gapStarts != 0 {
      gaps.reserve(72)
      gaps.append(bits: gapStarts & fresh, base: block)
    }
  }

  /// Tells escaped bytes, and the backslashes that escape them.
  ///
  /// A run of backslashes escapes the byte after it if it is odd in length; of the run itself every
  /// second one is escaped. Runs are short, so going from run to run is quick, and most blocks
  /// have none.
  @inline(__always)
  private mutating func findEscapes(_ backslash: UInt64) -> (escaped: UInt64, starts: UInt64) {
    var escaped = carry.escaped
    carry.escaped = 0
    guard backslash != 0 else { return (escaped, 0) }
    var starts: UInt64 = 0
    var rest = backslash & ~escaped
    while rest != 0 {
      let start = rest & (0 &- rest)
      starts |= start
      if start == 1 &<< 63 {
        carry.escaped = 1
        break
      }
      escaped |= start &<< 1
      rest &= ~(start | start &<< 1)
    }
    return (escaped, starts)
  }

  /// For each bit the parity of the bits up to it.
  @inline(__always)
  private func prefixXor(_ bits: UInt64) -> UInt64 {
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

  /// Checks the block's non-ASCII bytes.
  ///
  /// - Returns: a mark for each fault. One that begins in the block before is appended at once.
  private mutating func checkUTF8(
    _ bytes: UnsafePointer<UInt8>, high: UInt64, valid: Int, fresh: UInt64
  ) -> UInt64 {
    var faults: UInt64 = 0
    var place = carry.utf8.isInsideSequence ? 0 : high.trailingZeroBitCount
    while place < valid {
      let byte = unsafe bytes[place]
      if !carry.utf8.accepts(byte) {
        if byte >= 0x80 {
          faults |= 1 << UInt64(place)
        } else if place > 0 {
          faults |= 1 << UInt64(place - 1)
          // The byte may have come later than the sequence it cuts short.
          if fresh & 1 << UInt64(place - 1) == 0, fresh & 1 << UInt64(place) != 0 {
            marks.append(block + place - 1)
          }
        } else if fresh & 1 != 0 {
          marks.append(block - 1)
        }
        // The faulty byte may begin a sequence of its own.
        if byte >= 0x80 { _ = carry.utf8.accepts(byte) }
      }
      place += 1
      if !carry.utf8.isInsideSequence {
        guard place < 64 else { break }
        let rest = high & UInt64.max << UInt64(place)
        place = rest.trailingZeroBitCount
      }
    }
    return faults
  }
}
