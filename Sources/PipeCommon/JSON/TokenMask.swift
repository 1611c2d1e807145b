#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// What each of 64 tokens is by its first byte, one bit a token, lowest bit first. What is none of
/// these should be a number or a word.
struct TokenMask: Equatable {
  var quote: UInt64 = 0
  var colon: UInt64 = 0
  var comma: UInt64 = 0
  /// `{`
  var object: UInt64 = 0
  /// `[`
  var array: UInt64 = 0
  /// `}`
  var objectEnd: UInt64 = 0
  /// `]`
  var arrayEnd: UInt64 = 0
  /// An escape in the string before it.
  var escape: UInt64 = 0

  /// Classifies 64 bytes with the best code for every machine of the architecture.
  @inline(__always)
  @unsafe init(_ tokens: UnsafePointer<UInt8>) {
    #if arch(x86_64)
      for lane in 0..<4 {
        let vector = unsafe _mm_loadu_si128(
          UnsafeRawPointer(tokens + lane &* 16).assumingMemoryBound(to: __m128i.self))
        let shift = UInt64(lane &* 16)
        quote |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x22))) &<< shift
        colon |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x3A))) &<< shift
        comma |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x2C))) &<< shift
        object |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x7B))) &<< shift
        array |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x5B))) &<< shift
        objectEnd |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x7D))) &<< shift
        arrayEnd |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x5D))) &<< shift
        escape |= bits(_mm_cmpeq_epi8(vector, _mm_set1_epi8(0x5C))) &<< shift
      }
    #else
      unsafe self.init(portable: tokens)
    #endif
  }

  @unsafe init(portable tokens: UnsafePointer<UInt8>) {
    for lane in 0..<4 {
      let vector = unsafe UnsafeRawPointer(tokens + lane &* 16)
        .loadUnaligned(as: SIMD16<UInt8>.self)
      let shift = UInt64(lane &* 16)
      quote |= gather(vector .== all(0x22)) &<< shift
      colon |= gather(vector .== all(0x3A)) &<< shift
      comma |= gather(vector .== all(0x2C)) &<< shift
      object |= gather(vector .== all(0x7B)) &<< shift
      array |= gather(vector .== all(0x5B)) &<< shift
      objectEnd |= gather(vector .== all(0x7D)) &<< shift
      arrayEnd |= gather(vector .== all(0x5D)) &<< shift
      escape |= gather(vector .== all(0x5C)) &<< shift
    }
  }
}
