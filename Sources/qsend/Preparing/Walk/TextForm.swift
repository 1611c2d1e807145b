import PipeCommon

/// The forms that the reference asks of some texts.
enum TextForm {
  /// Whether a text is 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  static func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    let dash = UInt8(ascii: "-")
    guard text[8] == dash, text[13] == dash, text[18] == dash, text[23] == dash else {
      return false
    }
    return areHexDigits(text.word(at: 0))
      && areHexDigits(text.word(at: 9) & 0xFFFF_FFFF | text.word(at: 14) << 32)
      && areHexDigits(text.word(at: 19) & 0xFFFF_FFFF | text.word(at: 24) << 32)
      && areHexDigits(text.word(at: 28))
  }

  /// Whether a text is an address of IPv4 or IPv6, without a zone.
  static func isAddress(_ text: Span<UInt8>) -> Bool {
    // The longest has 45 characters; a zero byte would end the text for the system.
    guard text.count < 64, !text.contains(0) else { return false }
    let text = String(decoding: Array(copying: text), as: UTF8.self)
    var address = in6_addr()
    return unsafe inet_pton(AF_INET, text, &address) == 1
      || inet_pton(AF_INET6, text, &address) == 1
  }

  /// Whether eight bytes are hexadecimal digits: a byte below 0x80 is at least another one if their
  /// difference, with 0x80 added, has its highest bit.
  private static func areHexDigits(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func atLeast(_ byte: UInt64, _ word: UInt64) -> UInt64 { word &+ ones &* (0x80 - byte) }
    let folded = word | ones &* 0x20
    let digits = atLeast(0x30, word) & ~atLeast(0x3A, word)
    let letters = atLeast(0x61, folded) & ~atLeast(0x67, folded)
    return (digits | letters) & ~word & (ones &* 0x80) == ones &* 0x80
  }
}

extension Span<UInt8> {
  fileprivate func contains(_ byte: UInt8) -> Bool {
    for place in indices where self[place] == byte { return true }
    return false
  }
}
