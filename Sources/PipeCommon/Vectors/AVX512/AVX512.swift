#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// The two ends of stage 1 for processors that have AVX-512 with VBMI2: bytes to masks, and masks
  /// to marks.
  ///
  /// This module alone is compiled for such processors, and nothing of it may run on others.
  /// Everything in it is arithmetic and pointers: code that the compiler shares between modules,
  /// such as that of arrays, could otherwise be taken from here.
  public enum AVX512 {
    /// What each byte is, six masks a block: `"`, one of `{}[]:,`, at most 0x20, `\`, below 0x20, and
    /// not ASCII.
    @inline(never)
    @unsafe public static func classify(
      _ bytes: UnsafePointer<UInt8>, blocks: Int, into masks: UnsafeMutablePointer<UInt64>
    ) {
      var block = 0
      while block < blocks {
        let vector = unsafe _mm512_loadu_si512(UnsafeRawPointer(bytes + block &* 64))
        let out = unsafe masks + block &* 6
        // '[' and '{', ']' and '}' differ in one bit only, so two comparisons find all four.
        let folded = _mm512_or_si512(vector, _mm512_set1_epi8(0x20))
        unsafe out[0] = places(of: 0x22, in: vector)
        unsafe out[1] =
          places(of: 0x7B, in: folded) | places(of: 0x7D, in: folded)
          | places(of: 0x3A, in: vector) | places(of: 0x2C, in: vector)
        let overBlank = _mm512_subs_epu8(vector, _mm512_set1_epi8(0x20))
        unsafe out[2] = _mm512_testn_epi8_mask(overBlank, overBlank)
        unsafe out[3] = places(of: 0x5C, in: vector)
        let overControl = _mm512_subs_epu8(vector, _mm512_set1_epi8(0x1F))
        unsafe out[4] = _mm512_testn_epi8_mask(overControl, overControl)
        unsafe out[5] = _mm512_movepi8_mask(vector)
        block &+= 1
      }
    }

    /// Comparisons are macros in C, and not imported; this becomes one instruction.
    @inline(__always)
    private static func places(of byte: Int8, in vector: __m512i) -> UInt64 {
      let difference = _mm512_xor_si512(vector, _mm512_set1_epi8(byte))
      return _mm512_testn_epi8_mask(difference, difference)
    }

    /// Writes the place and the byte of every set bit, and anything into the 64 entries behind them.
    ///
    /// - Parameter first: the place of the first block.
    /// - Returns: how many there are.
    @inline(never)
    @unsafe public static func gather(
      _ found: UnsafePointer<UInt64>, blocks: Int, _ bytes: UnsafePointer<UInt8>, first: UInt32,
      places: UnsafeMutablePointer<UInt32>, tokens: UnsafeMutablePointer<UInt8>
    ) -> Int {
      let numbers = _mm512_add_epi8(
        _mm512_set1_epi64(0x0706_0504_0302_0100),
        _mm512_set_epi64(
          0x3838_3838_3838_3838, 0x3030_3030_3030_3030, 0x2828_2828_2828_2828,
          0x2020_2020_2020_2020, 0x1818_1818_1818_1818, 0x1010_1010_1010_1010,
          0x0808_0808_0808_0808, 0))
      var total = 0
      var block = 0
      while block < blocks {
        let bits = unsafe found[block]
        let count = bits.nonzeroBitCount
        let vector = unsafe _mm512_loadu_si512(UnsafeRawPointer(bytes + block &* 64))
        unsafe _mm512_storeu_si512(
          UnsafeMutableRawPointer(tokens + total), _mm512_maskz_compress_epi8(bits, vector))
        let here = _mm512_maskz_compress_epi8(bits, numbers)
        let base = _mm512_set1_epi32(Int32(truncatingIfNeeded: Int(first) &+ block &* 64))
        let out = unsafe UnsafeMutableRawPointer(places + total)
        let low = _mm512_castsi512_si256(here)
        unsafe _mm512_storeu_si512(
          out, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm256_castsi256_si128(low))))
        if count > 16 {
          // Each time the sixteen bytes behind those that are done move to the front.
          var rest = here
          var done = 16
          while done < count {
            rest = _mm512_maskz_compress_epi32(0xFFF0, rest)
            unsafe _mm512_storeu_si512(
              out + done &* 4,
              _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(rest))))
            done &+= 16
          }
        }
        total &+= count
        block &+= 1
      }
      return total
    }
  }
#endif
