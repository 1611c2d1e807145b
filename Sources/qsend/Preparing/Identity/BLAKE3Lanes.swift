import PipeCommon

/// BLAKE3 of four whole chunks at a time: each of the 16 words of the state is a vector, with a lane
/// for each chunk.
///
///     lane      0          1          2          3
///     chunk     0…1023     1024…2047  2048…3071  3072…4095
///     block 0   words 0…15 of each, turned so that vector w holds word w of all four
enum BLAKE3Lanes {
  private typealias Lanes = SIMD4<UInt32>
  /// A row of the state. Tuples, not arrays, so that all of it stays in registers.
  private typealias Row = (Lanes, Lanes, Lanes, Lanes)
  private typealias Words = (
    Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes,
    Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes
  )

  /// The values of four chunks.
  ///
  /// - Parameter text: 4,096 bytes.
  static func values(
    _ text: Span<UInt8>, counter: UInt32
  ) -> (BLAKE3.Value, BLAKE3.Value, BLAKE3.Value, BLAKE3.Value) {
    precondition(text.count == 4 * BLAKE3.chunk)
    var a = row(BLAKE3.initial.lowHalf)
    var b = row(BLAKE3.initial.highHalf)
    let last = BLAKE3.chunk / BLAKE3.block - 1
    for number in 0...last {
      let flags = (number == 0 ? BLAKE3.Flag.start : 0) | (number == last ? BLAKE3.Flag.end : 0)
      let counters = splat(counter) &+ Lanes(0, 1, 2, 3)
      compress(
        &a, &b, (counters, .zero, splat(UInt32(BLAKE3.block)), splat(flags)),
        words(text, number * BLAKE3.block))
    }
    func lane(_ lane: Int) -> BLAKE3.Value {
      BLAKE3.Value(
        a.0[lane], a.1[lane], a.2[lane], a.3[lane], b.0[lane], b.1[lane], b.2[lane], b.3[lane])
    }
    return (lane(0), lane(1), lane(2), lane(3))
  }

  @inline(__always)
  private static func splat(_ word: UInt32) -> Lanes { Lanes(word, word, word, word) }

  @inline(__always)
  private static func row(_ words: SIMD4<UInt32>) -> Row {
    (splat(words[0]), splat(words[1]), splat(words[2]), splat(words[3]))
  }

  /// The 16 words of a block in each of the four chunks.
  @inline(__always)
  private static func words(_ text: Span<UInt8>, _ place: Int) -> Words {
    let (w0, w1, w2, w3) = quarter(text, place)
    let (w4, w5, w6, w7) = quarter(text, place + 16)
    let (w8, w9, w10, w11) = quarter(text, place + 32)
    let (w12, w13, w14, w15) = quarter(text, place + 48)
    return (w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15)
  }

  /// Four words of each chunk, turned.
  @inline(__always)
  private static func quarter(_ text: Span<UInt8>, _ place: Int) -> Row {
    unsafe text.withUnsafeBytes { text in
      let a = unsafe text.loadUnaligned(fromByteOffset: place, as: Lanes.self)
      let b = unsafe text.loadUnaligned(fromByteOffset: place + BLAKE3.chunk, as: Lanes.self)
      let c = unsafe text.loadUnaligned(fromByteOffset: place + 2 * BLAKE3.chunk, as: Lanes.self)
      let d = unsafe text.loadUnaligned(fromByteOffset: place + 3 * BLAKE3.chunk, as: Lanes.self)
      let ab = SIMD8(lowHalf: a, highHalf: b)
      let cd = SIMD8(lowHalf: c, highHalf: d)
      let even = SIMD8(lowHalf: ab.evenHalf, highHalf: cd.evenHalf)
      let odd = SIMD8(lowHalf: ab.oddHalf, highHalf: cd.oddHalf)
      return (even.evenHalf, odd.evenHalf, even.oddHalf, odd.oddHalf)
    }
  }

  /// Goes on from the values in `a` and `b` by one block of each chunk.
  @inline(__always)
  private static func compress(_ a: inout Row, _ b: inout Row, _ block: Row, _ m: Words) {
    var c = row(BLAKE3.initial.lowHalf)
    var d = block
    // Each round takes the words in an order of its own.
    round(
      &a, &b, &c, &d,
      m.0, m.1, m.2, m.3, m.4, m.5, m.6, m.7,
      m.8, m.9, m.10, m.11, m.12, m.13, m.14, m.15)
    round(
      &a, &b, &c, &d,
      m.2, m.6, m.3, m.10, m.7, m.0, m.4, m.13,
      m.1, m.11, m.12, m.5, m.9, m.14, m.15, m.8)
    round(
      &a, &b, &c, &d,
      m.3, m.4, m.10, m.12, m.13, m.2, m.7, m.14,
      m.6, m.5, m.9, m.0, m.11, m.15, m.8, m.1)
    round(
      &a, &b, &c, &d,
      m.10, m.7, m.12, m.9, m.14, m.3, m.13, m.15,
      m.4, m.0, m.11, m.2, m.5, m.8, m.1, m.6)
    round(
      &a, &b, &c, &d,
      m.12, m.13, m.9, m.11, m.15, m.10, m.14, m.8,
      m.7, m.2, m.5, m.3, m.0, m.1, m.6, m.4)
    round(
      &a, &b, &c, &d,
      m.9, m.14, m.11, m.5, m.8, m.12, m.15, m.1,
      m.13, m.3, m.0, m.10, m.2, m.6, m.4, m.7)
    round(
      &a, &b, &c, &d,
      m.11, m.15, m.5, m.0, m.1, m.9, m.8, m.6,
      m.14, m.10, m.2, m.12, m.3, m.4, m.7, m.13)
    a = (a.0 ^ c.0, a.1 ^ c.1, a.2 ^ c.2, a.3 ^ c.3)
    b = (b.0 ^ d.0, b.1 ^ d.1, b.2 ^ d.2, b.3 ^ d.3)
  }

  /// Mixes the four columns, then the four diagonals.
  @inline(__always)
  private static func round(
    _ a: inout Row, _ b: inout Row, _ c: inout Row, _ d: inout Row,
    _ m0: Lanes, _ m1: Lanes, _ m2: Lanes, _ m3: Lanes,
    _ m4: Lanes, _ m5: Lanes, _ m6: Lanes, _ m7: Lanes,
    _ m8: Lanes, _ m9: Lanes, _ m10: Lanes, _ m11: Lanes,
    _ m12: Lanes, _ m13: Lanes, _ m14: Lanes, _ m15: Lanes
  ) {
    BLAKE3Block.mix(&a.0, &b.0, &c.0, &d.0, m0, m1)
    BLAKE3Block.mix(&a.1, &b.1, &c.1, &d.1, m2, m3)
    BLAKE3Block.mix(&a.2, &b.2, &c.2, &d.2, m4, m5)
    BLAKE3Block.mix(&a.3, &b.3, &c.3, &d.3, m6, m7)
    BLAKE3Block.mix(&a.0, &b.1, &c.2, &d.3, m8, m9)
    BLAKE3Block.mix(&a.1, &b.2, &c.3, &d.0, m10, m11)
    BLAKE3Block.mix(&a.2, &b.3, &c.0, &d.1, m12, m13)
    BLAKE3Block.mix(&a.3, &b.0, &c.1, &d.2, m14, m15)
  }
}
