#if arch(x86_64)
  import PipeCommon
  import VectorsAVX2
  import VectorsAVX512

  extension BLAKE3 {
    /// How many bytes are hashed at a time, at most.
    static let eight = 8 * chunk

    /// Appends the values of up to eight chunks, of which the last one may be shorter: it takes a
    /// lane beside the others, and no time of its own.
    ///
    /// - Parameters:
    ///   - text: more than one chunk, and at most eight.
    ///   - first: the number of the first chunk.
    static func append(
      eight text: Span<UInt8>, first: Int, _ level: VectorLevel, to values: inout [Value]
    ) {
      precondition(text.count > chunk && text.count <= eight)
      let whole = text.count / chunk
      let tail = text.extracting((whole * chunk)...)
      unsafe withUnsafeTemporaryAllocation(byteCount: chunk + eightWords, alignment: 32) { room in
        _ = unsafe room.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe tail.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
        let words = unsafe room[chunk...].assumingMemoryBound(to: UInt32.self)
        for place in words.indices { unsafe words[place] = initial[place / 8] }
        unsafe text.withUnsafeBufferPointer { text in
          let base = text.baseAddress!
          let tailBase = unsafe room.assumingMemoryBound(to: UInt8.self).baseAddress!
          let first = UInt32(truncatingIfNeeded: first)
          if level == .avx512 {
            unsafe VectorsAVX512.EightChunks.hash(
              base, whole: whole, tail: tailBase, tailCount: tail.count, counter: first,
              values: words.baseAddress!)
          } else {
            unsafe VectorsAVX2.EightChunks.hash(
              base, whole: whole, tail: tailBase, tailCount: tail.count, counter: first,
              values: words.baseAddress!)
          }
        }
        for lane in 0..<(tail.count > 0 ? whole + 1 : whole) {
          var value = Value.zero
          for word in value.indices { unsafe value[word] = words[8 * word + lane] }
          values.append(value)
        }
      }
    }

    /// Eight words of eight lanes.
    private static let eightWords = 8 * 8 * MemoryLayout<UInt32>.size
  }
#endif
