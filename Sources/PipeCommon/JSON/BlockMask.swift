#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// What each of 64 bytes is, one bit a byte, lowest bit first: the only vector code of the project.
///
///     bytes       {"a":"\\","b" : [1]}
///     quote       .1.1.1..1.1.1.......
///     backslash   ......11............
///     structural  1...1....1....1.1.11     { } [ ] : ,
///     blank       .............1.1....     0x00 to 0x20
///     control     ....................     0x00 to 0x1F
///     high        ....................     0x80 to 0xFF
///
/// Bytes inside strings are classified like all others; telling them apart is the next stage's
/// work. The two ways of computing the masks are compared with each other by the tests.
struct BlockMask: Equatable {
  var quote: UInt64 = 0
  var backslash: UInt64 = 0
  var structural: UInt64 = 0
  var blank: UInt64 = 0
  var control: UInt64 = 0
  var high: UInt64 = 0

  /// Classifies the 64 bytes at an address with the best code for this machine.
  @inline(__always)
  @unsafe init(_ bytes: UnsafePointer<UInt8>) {
    #if arch(x86_64)
      unsafe self.init(sse2: bytes)
    #else
      unsafe self.init(portable: bytes)
    #endif
  }
}

#if arch(x86_64)
  extension BlockMask {
    @inline(__always)
    @unsafe init(sse2 bytes: UnsafePointer<UInt8>) {
      for lane in 0..<4 {
        let vector = unsafe _mm_loadu_si128(
          UnsafeRawPointer(bytes + lane * 16).assumingMemoryBound(to: __m128i.self))
        let shift = UInt64(lane * 16)
        // '[' and '{', ']' and '}' differ in one bit only, so two comparisons find all four.
        let folded = _mm_or_si128(vector, _mm_set1_epi8(0x20))
        let brackets = _mm_or_si128(
          _mm_cmpeq_epi8(folded, _mm_set1_epi8(0x7B)), _mm_cmpeq_epi8(folded, _mm_set1_epi8(0x7D)))
        let separators = _mm_or_si128(
          _mm_cmpeq_epi8(vector, _mm_set1_epi8(0x3A)), _mm_cmpeq_epi8(vector, _mm_set1_epi8(0x2C)))
        quote |= Self.bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x22))) << shift
        backslash |= Self.bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x5C))) << shift
        structural |= Self.bits(_mm_or_si128(brackets, separators)) << shift
        // Unsigned "at most" is what SSE2 lacks: a byte is, if the smaller of the two is itself.
        blank |=
          Self.bits(_mm_cmpeq_epi8(_mm_min_epu8(vector, _mm_set1_epi8(0x20)), vector)) << shift
        control |=
          Self.bits(_mm_cmpeq_epi8(_mm_min_epu8(vector, _mm_set1_epi8(0x1F)), vector)) << shift
        high |= Self.bits(vector) << shift
      }
    }

    @inline(__always)
    private static func bits(_ vector: __m128i) -> UInt64 {
      UInt64(UInt32(bitPattern: _mm_movemask_epi8(vector)))
    }
  }
#endif

extension BlockMask {
  @inline(__always)
  @unsafe init(portable bytes: UnsafePointer<UInt8>) {
    for lane in 0..<4 {
      let vector = unsafe UnsafeRawPointer(bytes + lane * 16)
        .loadUnaligned(as: SIMD16<UInt8>.self)
      let shift = UInt64(lane * 16)
      let folded: SIMD16<UInt8> = vector | SIMD16<UInt8>(repeating: 0x20)
      quote |= Self.bits(vector .== Self.all(0x22)) << shift
      backslash |= Self.bits(vector .== Self.all(0x5C)) << shift
      structural |=
        Self.bits(
          (folded .== Self.all(0x7B)) .| (folded .== Self.all(0x7D))
            .| (vector .== Self.all(0x3A)) .| (vector .== Self.all(0x2C))) << shift
      blank |= Self.bits(vector .<= Self.all(0x20)) << shift
      control |= Self.bits(vector .<= Self.all(0x1F)) << shift
      high |= Self.bits(vector .>= Self.all(0x80)) << shift
    }
  }

  @inline(__always)
  private static func all(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16<UInt8>(repeating: byte) }

  /// Gathers one bit a lane: each lane keeps the bit of its place, and the halves are added up.
  @inline(__always)
  private static func bits(_ lanes: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    let places = SIMD16<UInt8>(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
    let kept = SIMD16<UInt8>(repeating: 0).replacing(with: places, where: lanes)
    return UInt64(kept.lowHalf.wrappedSum()) | UInt64(kept.highHalf.wrappedSum()) << 8
  }
}
