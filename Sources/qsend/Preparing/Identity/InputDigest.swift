import PipeCommon

/// What the input was so far, in 16 bytes: tells a journal whether it is the same again.
///
/// Two multiply-and-fold chains over eight bytes at a time. It guards against a mix-up, not against
/// forgery, and must cost little beside the ids.
struct InputDigest: Equatable, Sendable {
  private var high: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var low: UInt64 = 0xD1B5_4A32_D192_ED03

  /// As it stands in the journal.
  var text: String { high.hex + low.hex }

  /// Half of it, where that is enough.
  var short: UInt64 { high ^ low }

  /// Adds a record.
  mutating func add(_ record: Span<UInt8>) {
    mix(UInt64(record.count))
    var place = 0
    while place + 8 <= record.count {
      mix(record.word(at: place))
      place += 8
    }
    var rest: UInt64 = 0
    while place < record.count {
      rest = rest << 8 | UInt64(record[place])
      place += 1
    }
    mix(rest)
  }

  private mutating func mix(_ word: UInt64) {
    high = Self.fold(high ^ word, 0xA076_1D64_78BD_642F) &+ low
    low = Self.fold(low ^ word, 0xE703_7ED1_A0B4_28DB) ^ high
  }

  private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.high ^ product.low
  }
}
