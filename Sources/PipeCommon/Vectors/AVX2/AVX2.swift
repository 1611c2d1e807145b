#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// The two ends of stage 1 for processors that have AVX2 and BMI: bytes to masks, and masks to marks.
  ///
  /// What holds for the module of AVX-512 holds for this one.
  public enum AVX2 {
    /// What each byte is, six masks a block: `"`, one of `{}[]:,`, at most 0x20, `\`, below 0x20, and
    /// not ASCII.
    @inline(never)
    @unsafe public static func classify(
      _ bytes: UnsafePointer<UInt8>, blocks: Int, into masks: UnsafeMutablePointer<UInt64>
    ) {
      var block = 0
      while block < blocks {
        let start = unsafe UnsafeRawPointer(bytes + block &* 64)
          .assumingMemoryBound(to: __m256i.self)
        let low = unsafe _mm256_loadu_si256(start)
        let high = unsafe _mm256_loadu_si256(start + 1)
        let out = unsafe masks + block &* 6
        unsafe out[0] = bits(places(of: 0x22, in: low), places(of: 0x22, in: high))
        unsafe out[1] = bits(structural(low), structural(high))
        unsafe out[2] = bits(atMost(0x20, low), atMost(0x20, high))
        unsafe out[3] = bits(places(of: 0x5C, in: low), places(of: 0x5C, in: high))
        unsafe out[4] = bits(atMost(0x1F, low), atMost(0x1F, high))
        unsafe out[5] = bits(low, high)
        block &+= 1
      }
    }

    /// Writes the place and the byte of every set bit, and anything into the seven entries behind them.
    ///
    /// - Parameter first: the place of the first block.
    /// - Returns: how many there are.
    @inline(never)
    @unsafe public static func gather(
      _ found: UnsafePointer<UInt64>, blocks: Int, _ bytes: UnsafePointer<UInt8>, first: UInt32,
      places: UnsafeMutablePointer<UInt32>, tokens: UnsafeMutablePointer<UInt8>
    ) -> Int {
      var total = 0
      var block = 0
      while block < blocks {
        let bits = unsafe found[block]
        let start = unsafe bytes + block &* 64
        let base = first &+ UInt32(truncatingIfNeeded: block &* 64)
        var rest = bits
        var next = total
        // Eight at a time whether or not there are eight, and of none the place is 64.
        while rest != 0 {
          var slot = 0
          while slot < 8 {
            let bit = rest.trailingZeroBitCount
            unsafe places[next &+ slot] = base &+ UInt32(truncatingIfNeeded: bit)
            unsafe tokens[next &+ slot] = start[bit]
            rest &= rest &- 1
            slot &+= 1
          }
          next &+= 8
        }
        total &+= bits.nonzeroBitCount
        block &+= 1
      }
      return total
    }

    @inline(__always)
    private static func places(of byte: Int8, in vector: __m256i) -> __m256i {
      _mm256_cmpeq_epi8(vector, _mm256_set1_epi8(byte))
    }

    @inline(__always)
    private static func structural(_ vector: __m256i) -> __m256i {
      // '[' and '{', ']' and '}' differ in one bit only, so two comparisons find all four.
      let folded = _mm256_or_si256(vector, _mm256_set1_epi8(0x20))
      return _mm256_or_si256(
        _mm256_or_si256(places(of: 0x7B, in: folded), places(of: 0x7D, in: folded)),
        _mm256_or_si256(places(of: 0x3A, in: vector), places(of: 0x2C, in: vector)))
    }

    /// A byte is at most another, without sign, if the smaller of the two is itself.
    @inline(__always)
    private static func atMost(_ byte: Int8, _ vector: __m256i) -> __m256i {
      _mm256_cmpeq_epi8(_mm256_min_epu8(vector, _mm256_set1_epi8(byte)), vector)
    }

    /// The highest bit of each byte.
    @inline(__always)
    private static func bits(_ low: __m256i, _ high: __m256i) -> UInt64 {
      UInt64(UInt32(bitPattern: _mm256_movemask_epi8(low)))
        | UInt64(UInt32(bitPattern: _mm256_movemask_epi8(high))) &<< 32
    }
  }
#endif
