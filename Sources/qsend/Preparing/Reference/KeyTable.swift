import PipeCommon

/// Finds the place of a key among a few that are known beforehand, with one look: a hash without
/// collisions, searched for when the table is made.
///
///     key ─ length and four of its bytes ─ × factor ─ top bits ─▶ slot ─▶ place
///
/// A key that is none of them finds some place as well: whoever asks compares.
struct KeyTable: BitwiseCopyable, Sendable {
  private static let empty: UInt8 = 0xFF
  private static let bits: UInt32 = 8

  /// How many keys there are.
  let count: Int
  private let factor: UInt32
  /// Where its slots begin among those of all tables.
  private let start: Int

  /// - Parameter slots: the slots of all tables, to which this one's are added.
  init(_ keys: [StaticString], _ slots: inout [UInt8]) {
    precondition(keys.count <= UInt64.bitWidth)
    let hashes = keys.map { key in
      unsafe Self.hash(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    }
    precondition(Set(hashes).count == hashes.count, "two keys are alike in all that is looked at")
    count = keys.count
    start = slots.count
    var factor: UInt32 = 0x9E37_79B1
    while true {
      if let own = Self.slots(of: hashes, factor) {
        self.factor = factor
        slots += own
        return
      }
      factor = factor &* 0x2C92_77B5 | 1
    }
  }

  /// - Returns: `nil` if two keys want the same slot.
  private static func slots(of hashes: [UInt32], _ factor: UInt32) -> [UInt8]? {
    var slots = [UInt8](repeating: empty, count: 1 << Int(bits))
    for (place, hash) in hashes.enumerated() {
      let slot = slot(hash, factor)
      guard slots[slot] == empty else { return nil }
      slots[slot] = UInt8(place)
    }
    return slots
  }

  /// The only place at which the key can be; `nil` if there is none.
  @inline(__always)
  func place(of key: Span<UInt8>, _ slots: FixedTable<UInt8>) -> Int? {
    guard count > 0, key.count > 0 else { return nil }
    let hash = unsafe key.withUnsafeBytes { unsafe Self.hash($0) }
    let place = slots[start + Self.slot(hash, factor)]
    return place == Self.empty ? nil : Int(place)
  }

  @inline(__always)
  private static func slot(_ hash: UInt32, _ factor: UInt32) -> Int {
    Int((hash &* factor) &>> (32 - bits))
  }

  /// - Precondition: the key is not empty.
  @inline(__always)
  private static func hash(_ key: UnsafeRawBufferPointer) -> UInt32 {
    let length = key.count
    let ends = unsafe UInt32(key[0]) ^ UInt32(key[length - 1]) &<< 8
    let middle = unsafe UInt32(key[length / 2]) &<< 16 ^ UInt32(key[length / 3]) &<< 24
    return ends ^ middle ^ UInt32(truncatingIfNeeded: length) &<< 12
  }
}

extension Span<UInt8> {
  /// Whether the bytes are those of a name: eight at a time, as names are so short that a call would
  /// take longer.
  @inline(__always)
  func isName(_ name: StaticString) -> Bool {
    guard count == name.utf8CodeUnitCount else { return false }
    return unsafe withUnsafeBytes { bytes in
      let name = unsafe UnsafeRawPointer(name.utf8Start)
      var place = 0
      while place &+ 8 <= count {
        guard unsafe Self.word(bytes.baseAddress!, place) == Self.word(name, place) else {
          return false
        }
        place &+= 8
      }
      // The rest with bytes that were compared already, if there are so many.
      if count >= 8 {
        return unsafe Self.word(bytes.baseAddress!, count &- 8) == Self.word(name, count &- 8)
      }
      while place < count {
        guard unsafe bytes[place] == name.load(fromByteOffset: place, as: UInt8.self) else {
          return false
        }
        place &+= 1
      }
      return true
    }
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawPointer, _ place: Int) -> UInt64 {
    unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
  }
}
