/// Checks UTF-8 block by block, looking only at the bytes that are not ASCII.
///
/// Well-formed sequences (Unicode Standard, table 3-7):
///
///     first     second    third     fourth
///     C2 - DF   80 - BF
///     E0        A0 - BF   80 - BF              no overlong forms
///     E1 - EC   80 - BF   80 - BF
///     ED        80 - 9F   80 - BF              no surrogates
///     EE - EF   80 - BF   80 - BF
///     F0        90 - BF   80 - BF   80 - BF    no overlong forms
///     F1 - F3   80 - BF   80 - BF   80 - BF
///     F4        80 - 8F   80 - BF   80 - BF    nothing beyond U+10FFFF
struct UTF8Check: Equatable {
  /// How many bytes of a sequence are still to come.
  private var missing = 0
  /// The bounds of the next of them.
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  /// Whether a sequence that began earlier goes on.
  var isInsideSequence: Bool { missing > 0 }

  /// Looks at one byte, ASCII or not.
  ///
  /// - Returns: whether the text is well-formed so far; after a fault the check starts afresh.
  mutating func accepts(_ byte: UInt8) -> Bool {
    if missing > 0 {
      guard byte >= lower, byte <= upper else {
        self = UTF8Check()
        return false
      }
      missing -= 1
      (lower, upper) = (0x80, 0xBF)
      return true
    }
    switch byte {
    case 0x00...0x7F: return true
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, lower) = (2, 0xA0)
    case 0xED: (missing, upper) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, lower) = (3, 0x90)
    case 0xF4: (missing, upper) = (3, 0x8F)
    case 0xF1...0xF3: missing = 3
    default: return false
    }
    return true
  }

  /// The length of a whole sequence that most texts beyond ASCII are made of; 0 for any other, of
  /// which nothing is said.
  @inline(__always)
  private static func commonLength(_ bytes: UnsafePointer<UInt8>) -> Int {
    let (first, second, third) = unsafe (bytes[0], bytes[1], bytes[2])
    guard second & 0xC0 == 0x80 else { return 0 }
    if first &- 0xC2 <= 0xDF - 0xC2 { return 2 }
    // E1 to EF but for ED, whose second byte may not be any.
    return first &- 0xE1 <= 0xEF - 0xE1 && first != 0xED && third & 0xC0 == 0x80 ? 3 : 0
  }

  /// Checks the non-ASCII bytes of a block, two bytes behind which may be read.
  ///
  /// - Parameters:
  ///   - high: which bytes are not ASCII.
  ///   - valid: how many bytes of the block are there.
  ///   - fresh: which of them have not been there before.
  /// - Returns: the last byte before each fault, or the faulty one itself: in `before` one that lies
  ///   before the block or the fresh bytes, counted from the block's first.
  static func faults(
    in bytes: UnsafePointer<UInt8>, high: UInt64, valid: Int, fresh: UInt64,
    _ check: inout UTF8Check
  ) -> (here: UInt64, before: Int?) {
    var faults: UInt64 = 0
    var before: Int?
    var place = check.isInsideSequence ? 0 : high.trailingZeroBitCount
    while place < valid {
      let byte = unsafe bytes[place]
      if !check.isInsideSequence, case let length = unsafe commonLength(bytes + place), length > 0,
        place + length <= valid
      {
        place += length - 1
      } else if !check.accepts(byte) {
        if byte >= 0x80 {
          faults |= 1 << UInt64(place)
          // The faulty byte may begin a sequence of its own.
          _ = check.accepts(byte)
        } else if fresh & 1 << UInt64(place) != 0 {
          if place > 0, fresh & 1 << UInt64(place - 1) != 0 {
            faults |= 1 << UInt64(place - 1)
          } else {
            before = place - 1
          }
        }
      }
      place += 1
      if !check.isInsideSequence {
        guard place < 64 else { break }
        place = (high & UInt64.max << UInt64(place)).trailingZeroBitCount
      }
    }
    return (faults, before)
  }
}
