import PipeCommon

/// The forms that the reference asks of some texts.
enum TextForm {
  /// Whether a text is 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  static func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for place in text.indices {
      switch place {
      case 8, 13, 18, 23: guard text[place] == UInt8(ascii: "-") else { return false }
      default: guard isHexDigit(text[place]) else { return false }
      }
    }
    return true
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

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }
}

extension Span<UInt8> {
  fileprivate func contains(_ byte: UInt8) -> Bool {
    for place in indices where self[place] == byte { return true }
    return false
  }
}
