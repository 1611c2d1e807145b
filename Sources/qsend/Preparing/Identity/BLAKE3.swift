import PipeCommon

/// BLAKE3, a cryptographic hash: as fast on machines without SHA instructions as on those with.
///
/// A text is cut into chunks of 1,024 bytes, a chunk into 16 blocks of 64; the chunks' values are
/// joined two by two up to a root. Chunks are hashed four at a time, each in a lane of its own, or
/// eight where the machine can.
enum BLAKE3 {
  /// The value of a chunk, or of two that were joined.
  typealias Value = SIMD8<UInt32>

  static let chunk = 1024
  static let block = 64
  static let initial = Value(
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
    0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19)

  /// What a block is, as bits.
  enum Flag {
    static let start: UInt32 = 1
    static let end: UInt32 = 2
    static let parent: UInt32 = 4
    static let root: UInt32 = 8
  }

  /// The 32 bytes of a digest: of each word the lowest one first.
  static func bytes(_ digest: Value) -> [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: digest[$0 / 4] >> UInt32($0 % 4 * 8)) }
  }

  /// The digest of a text.
  ///
  /// - Parameter level: how much is done at a time; the tests compare all that the machine can.
  static func digest(_ text: Span<UInt8>, _ level: VectorLevel = .current) -> Value {
    var values: [Value] = []
    values.reserveCapacity(text.count / chunk + 1)
    var place = 0
    #if arch(x86_64)
      while level.hasAVX2, text.count - place > 2 * chunk {
        let end = min(place + eight, text.count)
        append(eight: text.extracting(place..<end), first: place / chunk, level, to: &values)
        place = end
      }
    #endif
    while place + 4 * chunk <= text.count {
      let four = BLAKE3Lanes.values(
        text.extracting(place..<place + 4 * chunk), counter: UInt32(place / chunk))
      for value in [four.0, four.1, four.2, four.3] { values.append(value) }
      place += 4 * chunk
    }
    while place < text.count || values.isEmpty {
      let end = min(place + chunk, text.count)
      let isRoot = text.count <= chunk
      values.append(
        value(text.extracting(place..<end), counter: UInt32(place / chunk), isRoot: isRoot))
      place = end
    }
    // Neighbours are joined, and the odd one out waits for the next level: that is BLAKE3's tree.
    while values.count > 1 {
      let flags = Flag.parent | (values.count == 2 ? Flag.root : 0)
      let pairs = values.count / 2
      for pair in 0..<pairs {
        let words = BLAKE3Block.Words(lowHalf: values[2 * pair], highHalf: values[2 * pair + 1])
        values[pair] = BLAKE3Block.compress(
          initial, words, counter: 0, length: UInt32(block), flags: flags)
      }
      if values.count % 2 == 1 { values[pairs] = values[values.count - 1] }
      values.removeLast(pairs)
    }
    return values[0]
  }

  /// The value of one chunk, which may be shorter than others.
  private static func value(_ text: Span<UInt8>, counter: UInt32, isRoot: Bool) -> Value {
    var value = initial
    var place = 0
    repeat {
      let length = min(text.count - place, block)
      let isLast = place + block >= text.count
      let flags =
        (place == 0 ? Flag.start : 0) | (isLast ? Flag.end | (isRoot ? Flag.root : 0) : 0)
      value = BLAKE3Block.compress(
        value, BLAKE3Block.words(text.extracting(place..<place + length)), counter: counter,
        length: UInt32(length), flags: flags)
      place += block
    } while place < text.count
    return value
  }
}
