import PipeCommon

#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// BLAKE3's compression of one block: the 16 words of the state as a square, of which a step mixes
/// the four columns at once, and then, with the rows turned against each other, the four diagonals.
///
///      0  1  2  3            0  1  2  3
///      4  5  6  7            5  6  7  4
///      8  9 10 11           10 11  8  9
///     12 13 14 15           15 12 13 14
enum BLAKE3Block {
  typealias Words = SIMD16<UInt32>
  private typealias Row = SIMD4<UInt32>

  static func compress(
    _ value: BLAKE3.Value, _ words: Words, counter: UInt32, length: UInt32, flags: UInt32
  ) -> BLAKE3.Value {
    var a = value.lowHalf
    var b = value.highHalf
    var c = BLAKE3.initial.lowHalf
    var d = Row(counter, 0, length, flags)
    var m = words
    for round in 0..<7 {
      if round > 0 { m = permuted(m) }
      mix(&a, &b, &c, &d, m.lowHalf.evenHalf, m.lowHalf.oddHalf)
      b = Row(b[1], b[2], b[3], b[0])
      c = Row(c[2], c[3], c[0], c[1])
      d = Row(d[3], d[0], d[1], d[2])
      mix(&a, &b, &c, &d, m.highHalf.evenHalf, m.highHalf.oddHalf)
      b = Row(b[3], b[0], b[1], b[2])
      c = Row(c[2], c[3], c[0], c[1])
      d = Row(d[1], d[2], d[3], d[0])
    }
    return BLAKE3.Value(lowHalf: a ^ c, highHalf: b ^ d)
  }

  /// A block's words; behind the end of a short one there are zeros.
  static func words(_ block: Span<UInt8>) -> Words {
    unsafe block.withUnsafeBytes { bytes in
      if bytes.count == BLAKE3.block {
        return unsafe littleEndian(bytes.loadUnaligned(as: Words.self))
      }
      var padded = Words.zero
      unsafe withUnsafeMutableBytes(of: &padded) { unsafe $0.copyMemory(from: bytes) }
      return littleEndian(padded)
    }
  }

  /// The words in the order of the next round.
  @inline(__always)
  private static func permuted(_ m: Words) -> Words {
    Words(
      m[2], m[6], m[3], m[10], m[7], m[0], m[4], m[13],
      m[1], m[11], m[12], m[5], m[9], m[14], m[15], m[8])
  }

  @inline(__always)
  private static func littleEndian(_ words: Words) -> Words {
    #if _endian(big)
      var words = words
      for place in words.indices { words[place] = words[place].byteSwapped }
    #endif
    return words
  }

  /// BLAKE's quarter round, four at a time.
  @inline(__always)
  static func mix(
    _ a: inout SIMD4<UInt32>, _ b: inout SIMD4<UInt32>, _ c: inout SIMD4<UInt32>,
    _ d: inout SIMD4<UInt32>, _ x: SIMD4<UInt32>, _ y: SIMD4<UInt32>
  ) {
    a = a &+ b &+ x
    d = rotated(d ^ a, 16)
    c = c &+ d
    b = rotated(b ^ c, 12)
    a = a &+ b &+ y
    d = rotated(d ^ a, 8)
    c = c &+ d
    b = rotated(b ^ c, 7)
  }

  @inline(__always)
  private static func rotated(_ words: SIMD4<UInt32>, _ count: Int32) -> SIMD4<UInt32> {
    #if arch(x86_64)
      // The operators of SIMD4 shift lane by lane; these are one instruction each.
      let words = unsafe unsafeBitCast(words, to: __m128i.self)
      let rotated = _mm_or_si128(_mm_srli_epi32(words, count), _mm_slli_epi32(words, 32 - count))
      return unsafe unsafeBitCast(rotated, to: SIMD4<UInt32>.self)
    #else
      let right = UInt32(count)
      let left = 32 - right
      return words &>> SIMD4(repeating: right) | words &<< SIMD4(repeating: left)
    #endif
  }
}
