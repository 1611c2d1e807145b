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
}
