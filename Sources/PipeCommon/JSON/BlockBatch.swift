#if arch(x86_64)
  import VectorsAVX2
  import VectorsAVX512
#endif

/// Some blocks of 64 bytes on their way through stage 1: what each byte is, and which ones to mark.
@safe
struct BlockBatch: ~Copyable {
  /// How many blocks it holds at most: 4 KB of text, whose masks fit the fastest cache.
  static let capacity = 64

  private let masks: UnsafeMutablePointer<BlockMask>
  private let found: UnsafeMutablePointer<UInt64>

  init() {
    unsafe masks = .allocate(capacity: Self.capacity)
    unsafe found = .allocate(capacity: Self.capacity)
    unsafe masks.initialize(repeating: BlockMask(), count: Self.capacity)
    unsafe found.initialize(repeating: 0, count: Self.capacity)
  }

  deinit {
    unsafe masks.deallocate()
    unsafe found.deallocate()
  }

  /// What the bytes of a block are.
  @inline(__always)
  subscript(block: Int) -> BlockMask {
    precondition(block >= 0 && block < Self.capacity)
    return unsafe masks[block]
  }

  /// Marks bytes of a block, and no others.
  @inline(__always)
  mutating func mark(_ bits: UInt64, in block: Int) {
    precondition(block >= 0 && block < Self.capacity)
    unsafe found[block] = bits
  }

  /// Marks the last byte of a block as well.
  mutating func markLast(in block: Int) {
    precondition(block >= 0 && block < Self.capacity)
    unsafe found[block] |= 1 << 63
  }

  /// Tells what the bytes of so many blocks are, from an address on.
  @unsafe mutating func classify(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ level: VectorLevel)
  {
    precondition(count <= Self.capacity)
    switch level {
    #if arch(x86_64)
      case .avx512: unsafe withWords { unsafe AVX512.classify(bytes, blocks: count, into: $0) }
      case .avx2: unsafe withWords { unsafe AVX2.classify(bytes, blocks: count, into: $0) }
      case .sse2:
        for block in 0..<count { unsafe masks[block] = BlockMask(sse2: bytes + block &* 64) }
    #endif
    case .plain, .portable:
      for block in 0..<count { unsafe masks[block] = BlockMask(portable: bytes + block &* 64) }
    }
  }

  /// The masks as the wide code writes them.
  private func withWords(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
    unsafe masks.withMemoryRebound(
      to: UInt64.self, capacity: Self.capacity * BlockMask.words
    ) { unsafe body($0) }
  }

  /// Appends the marks of so many blocks, of which the first one stands at a place in the window.
  @unsafe func append(
    _ count: Int, of bytes: UnsafePointer<UInt8>, at place: Int, to marks: inout MarkList,
    _ level: VectorLevel
  ) {
    precondition(count <= Self.capacity)
    let first = UInt32(truncatingIfNeeded: place)
    unsafe marks.append(most: count &* 64) { places, tokens in
      #if arch(x86_64)
        switch level {
        case .avx512:
          return unsafe AVX512.gather(
            found, blocks: count, bytes, first: first, places: places, tokens: tokens)
        case .avx2:
          return unsafe AVX2.gather(
            found, blocks: count, bytes, first: first, places: places, tokens: tokens)
        default: break
        }
      #endif
      return unsafe gather(count, bytes, first, places, tokens)
    }
  }

  /// Writes the place and the byte of every set bit.
  ///
  /// - Returns: how many there are.
  @inline(__always)
  private func gather(
    _ count: Int, _ bytes: UnsafePointer<UInt8>, _ first: UInt32,
    _ places: UnsafeMutablePointer<UInt32>, _ tokens: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var total = 0
    for block in 0..<count {
      let bits = unsafe found[block]
      let start = unsafe bytes + block &* 64
      let base = first &+ UInt32(truncatingIfNeeded: block &* 64)
      var rest = bits
      var next = total
      // Eight at a time whether or not there are eight: what is too much is written over later, and
      // a branch that cannot be foretold costs more than a few stores.
      while rest != 0 {
        for slot in 0..<8 {
          // With a bit that is always there, as for none the count takes longer.
          let bit = (rest | 1 << 63).trailingZeroBitCount
          unsafe places[next &+ slot] = base &+ UInt32(truncatingIfNeeded: bit)
          unsafe tokens[next &+ slot] = start[bit]
          rest &= rest &- 1
        }
        next &+= 8
      }
      total &+= bits.nonzeroBitCount
    }
    return total
  }
}
