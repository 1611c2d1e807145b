/// Integers as text: exact at any length, because no number is ever made of them.
public enum JSONInteger {
  /// Whether the text has the form `-?(0|[1-9][0-9]*)`.
  public static func isCanonical(_ text: Span<UInt8>) -> Bool {
    var place = 0
    if text.count > 0, text[0] == UInt8(ascii: "-") { place = 1 }
    guard place < text.count else { return false }
    if text[place] == UInt8(ascii: "0") { return place + 1 == text.count }
    for index in place..<text.count where text[index] &- UInt8(ascii: "0") >= 10 { return false }
    return true
  }

  /// The value, if the text is a canonical integer of 64 bits with sign.
  public static func value(_ text: Span<UInt8>) -> Int64? {
    var place = 0
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { place = 1 }
    let digits = text.count - place
    guard digits >= 1, digits <= 19, digits == 1 || text[place] != UInt8(ascii: "0") else {
      return nil
    }
    // Nineteen digits always fit into 64 bits without sign.
    var magnitude: UInt64 = 0
    while place &+ 8 <= text.count {
      guard let eight = eightDigits(text.word(at: place)) else { return nil }
      magnitude = magnitude &* 100_000_000 &+ eight
      place &+= 8
    }
    while place < text.count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      magnitude = magnitude &* 10 &+ UInt64(digit)
      place &+= 1
    }
    if isNegative {
      return magnitude <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }

  /// The number that eight digits stand for; `nil` if one of them is none.
  ///
  ///     bytes, the first one lowest   '1' '2' '3' '4' '5' '6' '7' '8'
  ///     less '0'                       1   2   3   4   5   6   7   8
  ///     × 10 + the next one            12      34      56      78
  ///     × 100 + the next pair          1234            5678
  ///     × 10,000 + the next four       12345678
  @inline(__always)
  private static func eightDigits(_ word: UInt64) -> UInt64? {
    // A digit is 0x30 to 0x39: its high half is 3, and stays 3 if 6 is added. No other byte is so:
    // 0x2A to 0x2F become 3, 0x3A to 0x3F stop being it. A byte that carries is none itself.
    let both = word & (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
    guard both == 0x3030_3030_3030_3030 else { return nil }
    let ones = word & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = ((ones &* (10 << 8 | 1)) &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* (100 << 16 | 1)) &>> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* (10_000 << 32 | 1)) &>> 32
  }
}
