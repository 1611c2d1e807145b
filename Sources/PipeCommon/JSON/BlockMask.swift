#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// What each of 64 bytes is, one bit a byte, lowest bit first.
///
///     bytes        {"a":"\\","b" : [1]}
///     quote        .1.1.1..1.1.1.......
///     structural   1...1....1....1.1.11     { } [ ] : ,
///     blank        .............1.1....     0x00 to 0x20
///     backslash    ......11............
///     control      ....................     0x00 to 0x1F
///     high         ....................     0x80 to 0xFF
///
/// Bytes inside strings are classified like all others; telling them apart is the next step's work.
/// The ways of computing the masks are compared by the tests.
struct BlockMask: Equatable {
  /// As the wide code writes it: so many words, in the order of the members.
  static let words = 6

  var quote: UInt64 = 0
  var structural: UInt64 = 0
  var blank: UInt64 = 0
  var backslash: UInt64 = 0
  var control: UInt64 = 0
  var high: UInt64 = 0
}

#if arch(x86_64)
  extension BlockMask {
    @inline(__always)
    @unsafe init(sse2 bytes: UnsafePointer<UInt8>) {
      var rare = _mm_setzero_si128()
      for lane in 0..<4 {
        let vector = unsafe Self.vector(bytes, lane)
        let shift = UInt64(lane &* 16)
        // '[' and '{', ']' and '}' differ in one bit only, so two comparisons find all four.
        let folded = _mm_or_si128(vector, _mm_set1_epi8(0x20))
        let brackets = _mm_or_si128(
          _mm_cmpeq_epi8(folded, _mm_set1_epi8(0x7B)), _mm_cmpeq_epi8(folded, _mm_set1_epi8(0x7D)))
        let separators = _mm_or_si128(
          _mm_cmpeq_epi8(vector, _mm_set1_epi8(0x3A)), _mm_cmpeq_epi8(vector, _mm_set1_epi8(0x2C)))
        quote |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x22))) &<< shift
        structural |= bits(_mm_or_si128(brackets, separators)) &<< shift
        // Unsigned "at most" is what SSE2 lacks: a byte is, if the smaller of the two is itself.
        let blanks = _mm_cmpeq_epi8(_mm_min_epu8(vector, _mm_set1_epi8(0x20)), vector)
        blank |= bits(blanks) &<< shift
        // A signed byte below 0x20 is a control character or not ASCII.
        rare = _mm_or_si128(
          rare,
          _mm_or_si128(
            _mm_cmpeq_epi8(vector, _mm_set1_epi8(0x5C)), _mm_cmplt_epi8(vector, _mm_set1_epi8(0x20))
          ))
      }
      // Most blocks have nothing else.
      if _mm_movemask_epi8(rare) != 0 { unsafe addRareBytes(sse2: bytes) }
    }

    private mutating func addRareBytes(sse2 bytes: UnsafePointer<UInt8>) {
      for lane in 0..<4 {
        let vector = unsafe Self.vector(bytes, lane)
        let shift = UInt64(lane &* 16)
        backslash |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x5C))) &<< shift
        control |= bits(_mm_cmpeq_epi8(_mm_min_epu8(vector, _mm_set1_epi8(0x1F)), vector)) &<< shift
        high |= bits(vector) &<< shift
      }
    }

    @inline(__always)
    private static func vector(_ bytes: UnsafePointer<UInt8>, _ lane: Int) -> __m128i {
      unsafe _mm_loadu_si128(
        UnsafeRawPointer(bytes + lane &* 16).assumingMemoryBound(to: __m128i.self))
    }
  }

  /// The highest bit of each byte.
  @inline(__always)
  func bits(_ vector: __m128i) -> UInt64 {
    UInt64(truncatingIfNeeded: UInt32(bitPattern: _mm_movemask_epi8(vector)))
  }
#endif

extension BlockMask {
  @inline(__always)
  @unsafe init(portable bytes: UnsafePointer<UInt8>) {
    for lane in 0..<4 {
      let vector = unsafe UnsafeRawPointer(bytes + lane &* 16)
        .loadUnaligned(as: SIMD16<UInt8>.self)
      let shift = UInt64(lane &* 16)
      let folded: SIMD16<UInt8> = vector | all(0x20)
      quote |= gather(vector .== all(0x22)) &<< shift
      structural |=
        gather(
          (folded .== all(0x7B)) .| (folded .== all(0x7D))
            .| (vector .== all(0x3A)) .| (vector .== all(0x2C))) &<< shift
      blank |= gather(vector .<= all(0x20)) &<< shift
      let rare = (vector .== all(0x5C)) .| (vector .< all(0x20)) .| (vector .>= all(0x80))
      if gather(rare) != 0 {
        backslash |= gather(vector .== all(0x5C)) &<< shift
        control |= gather(vector .<= all(0x1F)) &<< shift
        high |= gather(vector .>= all(0x80)) &<< shift
      }
    }
  }
}

@inline(__always)
func all(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16<UInt8>(repeating: byte) }

/// Gathers one bit a lane: each lane keeps the bit of its place, and the halves are added up.
@inline(__always)
func gather(_ lanes: SIMDMask<SIMD16<Int8>>) -> UInt64 {
  let places = SIMD16<UInt8>(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
  let kept = SIMD16<UInt8>(repeating: 0).replacing(with: places, where: lanes)
  return UInt64(kept.lowHalf.wrappedSum()) | UInt64(kept.highHalf.wrappedSum()) &<< 8
}
