#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// BLAKE3 of up to eight chunks at a time for processors that have AVX2: each of the 16 words of the
  /// state is a vector, with a lane for each chunk.
  ///
  /// The module of AVX-512 has the same file: with its registers and rotations it becomes faster code.
  /// What holds for that module holds for this one.
  public enum EightChunks {
    private typealias Row = (__m256i, __m256i, __m256i, __m256i)

    private static let chunk = 1024
    private static let block = 64

    /// Goes on from the initial value to the values of some chunks.
    ///
    /// - Parameters:
    ///   - whole: how many whole chunks there are, one at least.
    ///   - tail: a chunk behind them that is shorter, with zeros up to 1,024 bytes.
    ///   - tailCount: how long it is; 0 if there is none.
    ///   - counter: the number of the first chunk.
    ///   - values: 64 words, of which word `w` of the chunk in lane `c` stands at `8 * w + c`.
    @inline(never)
    @unsafe public static func hash(
      _ text: UnsafePointer<UInt8>, whole: Int, tail: UnsafePointer<UInt8>, tailCount: Int,
      counter: UInt32, values: UnsafeMutablePointer<UInt32>
    ) {
      let out = unsafe UnsafeMutableRawPointer(values).assumingMemoryBound(to: __m256i.self)
      var a = unsafe (out[0], out[1], out[2], out[3])
      var b = unsafe (out[4], out[5], out[6], out[7])
      let initial = a
      let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)
      let counters = _mm256_add_epi32(lanes, splat(counter))
      let isTail = _mm256_cmpgt_epi32(
        lanes, _mm256_set1_epi32(Int32(truncatingIfNeeded: whole &- 1)))
      let lastOfTail = tailCount > 0 ? (tailCount &- 1) / block : 0
      var number = 0
      while number < chunk / block {
        let start: UInt32 = number == 0 ? 1 : 0
        let end: UInt32 = 2
        let endsWhole = number == chunk / block &- 1
        let endsTail = number == lastOfTail
        let rest = UInt32(truncatingIfNeeded: tailCount &- lastOfTail &* block)
        let length = _mm256_blendv_epi8(splat(64), splat(endsTail ? rest : 64), isTail)
        let flags = _mm256_blendv_epi8(
          splat(start | (endsWhole ? end : 0)), splat(start | (endsTail ? end : 0)), isTail)
        let before = (a, b)
        let place = number &* block
        unsafe compress(
          &a, &b, initial, (counters, _mm256_setzero_si256(), length, flags),
          quarter(text, whole, tail, place), quarter(text, whole, tail, place &+ 16),
          quarter(text, whole, tail, place &+ 32), quarter(text, whole, tail, place &+ 48))
        if number > lastOfTail {
          a = blend(a, before.0, isTail)
          b = blend(b, before.1, isTail)
        }
        number &+= 1
      }
      unsafe (out[0], out[1], out[2], out[3]) = a
      unsafe (out[4], out[5], out[6], out[7]) = b
    }

    @inline(__always)
    private static func splat(_ word: UInt32) -> __m256i {
      _mm256_set1_epi32(Int32(bitPattern: word))
    }

    @inline(__always)
    private static func blend(_ one: Row, _ other: Row, _ mask: __m256i) -> Row {
      (
        _mm256_blendv_epi8(one.0, other.0, mask), _mm256_blendv_epi8(one.1, other.1, mask),
        _mm256_blendv_epi8(one.2, other.2, mask), _mm256_blendv_epi8(one.3, other.3, mask)
      )
    }

    /// Four words of each chunk, turned so that a vector holds one of all chunks.
    @inline(__always)
    private static func quarter(
      _ text: UnsafePointer<UInt8>, _ whole: Int, _ tail: UnsafePointer<UInt8>, _ place: Int
    ) -> Row {
      @inline(__always)
      func words(_ lane: Int) -> __m128i {
        let source = unsafe lane < whole ? text + lane &* chunk : tail
        return unsafe _mm_loadu_si128(
          UnsafeRawPointer(source + place).assumingMemoryBound(to: __m128i.self))
      }
      let a = _mm256_set_m128i(words(4), words(0))
      let b = _mm256_set_m128i(words(5), words(1))
      let c = _mm256_set_m128i(words(6), words(2))
      let d = _mm256_set_m128i(words(7), words(3))
      let lowAB = _mm256_unpacklo_epi32(a, b)
      let highAB = _mm256_unpackhi_epi32(a, b)
      let lowCD = _mm256_unpacklo_epi32(c, d)
      let highCD = _mm256_unpackhi_epi32(c, d)
      return (
        _mm256_unpacklo_epi64(lowAB, lowCD), _mm256_unpackhi_epi64(lowAB, lowCD),
        _mm256_unpacklo_epi64(highAB, highCD), _mm256_unpackhi_epi64(highAB, highCD)
      )
    }

    /// Goes on from the values in `a` and `b` by one block of each chunk.
    @inline(__always)
    private static func compress(
      _ a: inout Row, _ b: inout Row, _ initial: Row, _ block: Row,
      _ m0: Row, _ m1: Row, _ m2: Row, _ m3: Row
    ) {
      var c = initial
      var d = block
      var m = (m0, m1, m2, m3)
      round(&a, &b, &c, &d, &m)
      round(&a, &b, &c, &d, &m)
      round(&a, &b, &c, &d, &m)
      round(&a, &b, &c, &d, &m)
      round(&a, &b, &c, &d, &m)
      round(&a, &b, &c, &d, &m)
      round(&a, &b, &c, &d, &m)
      a = xor(a, c)
      b = xor(b, d)
    }

    @inline(__always)
    private static func xor(_ one: Row, _ other: Row) -> Row {
      (
        _mm256_xor_si256(one.0, other.0), _mm256_xor_si256(one.1, other.1),
        _mm256_xor_si256(one.2, other.2), _mm256_xor_si256(one.3, other.3)
      )
    }

    /// The words in the order of the next round.
    @inline(__always)
    private static func permuted(_ m: (Row, Row, Row, Row)) -> (Row, Row, Row, Row) {
      (
        (m.0.2, m.1.2, m.0.3, m.2.2), (m.1.3, m.0.0, m.1.0, m.3.1),
        (m.0.1, m.2.3, m.3.0, m.1.1), (m.2.1, m.3.2, m.3.3, m.2.0)
      )
    }

    /// Mixes the four columns, then the four diagonals, and turns to the words of the next round.
    @inline(__always)
    private static func round(
      _ a: inout Row, _ b: inout Row, _ c: inout Row, _ d: inout Row,
      _ m: inout (Row, Row, Row, Row)
    ) {
      mix(&a.0, &b.0, &c.0, &d.0, m.0.0, m.0.1)
      mix(&a.1, &b.1, &c.1, &d.1, m.0.2, m.0.3)
      mix(&a.2, &b.2, &c.2, &d.2, m.1.0, m.1.1)
      mix(&a.3, &b.3, &c.3, &d.3, m.1.2, m.1.3)
      mix(&a.0, &b.1, &c.2, &d.3, m.2.0, m.2.1)
      mix(&a.1, &b.2, &c.3, &d.0, m.2.2, m.2.3)
      mix(&a.2, &b.3, &c.0, &d.1, m.3.0, m.3.1)
      mix(&a.3, &b.0, &c.1, &d.2, m.3.2, m.3.3)
      m = permuted(m)
    }

    @inline(__always)
    private static func mix(
      _ a: inout __m256i, _ b: inout __m256i, _ c: inout __m256i, _ d: inout __m256i,
      _ x: __m256i, _ y: __m256i
    ) {
      a = _mm256_add_epi32(_mm256_add_epi32(a, b), x)
      d = rotated(_mm256_xor_si256(d, a), 16)
      c = _mm256_add_epi32(c, d)
      b = rotated(_mm256_xor_si256(b, c), 12)
      a = _mm256_add_epi32(_mm256_add_epi32(a, b), y)
      d = rotated(_mm256_xor_si256(d, a), 8)
      c = _mm256_add_epi32(c, d)
      b = rotated(_mm256_xor_si256(b, c), 7)
    }

    @inline(__always)
    private static func rotated(_ words: __m256i, _ count: Int32) -> __m256i {
      _mm256_or_si256(_mm256_srli_epi32(words, count), _mm256_slli_epi32(words, 32 &- count))
    }
  }
#endif
