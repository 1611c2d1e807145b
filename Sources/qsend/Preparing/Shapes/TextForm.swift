/// The forms that the reference asks of some texts.
enum TextForm {
  /// Whether a valid JSON number has no fraction: `30`, `30.0` and `0.3e2`, but not `3e-1`.
  static func isWholeNumber(_ number: Span<UInt8>) -> Bool {
    var places = 0
    var zeros = 0
    var isZero = true
    var hasPoint = false
    var place = 0
    while place < number.count, number[place] | 0x20 != UInt8(ascii: "e") {
      let byte = number[place]
      place += 1
      if byte == UInt8(ascii: ".") { hasPoint = true }
      guard byte &- UInt8(ascii: "0") < 10 else { continue }
      if hasPoint { places += 1 }
      zeros = byte == UInt8(ascii: "0") ? zeros + 1 : 0
      if byte != UInt8(ascii: "0") { isZero = false }
    }
    return isZero || zeros + exponent(number, from: place) >= places
  }

  /// The exponent behind an `e`; a huge one is cut, which changes nothing here.
  private static func exponent(_ number: Span<UInt8>, from start: Int) -> Int {
    var exponent = 0
    var isNegative = false
    for place in min(start + 1, number.count)..<number.count {
      let digit = number[place] &- UInt8(ascii: "0")
      if number[place] == UInt8(ascii: "-") { isNegative = true }
      if digit < 10 { exponent = min(exponent * 10 + Int(digit), 1 << 40) }
    }
    return isNegative ? -exponent : exponent
  }

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
    isIPv4(text) || isIPv6(text)
  }

  private static func isIPv4(_ text: Span<UInt8>) -> Bool {
    var numbers = 0
    var digits = 0
    var value = 0
    for place in text.indices {
      let digit = text[place] &- UInt8(ascii: "0")
      if digit < 10, digits < 3 {
        if digits == 0 { numbers += 1 }
        digits += 1
        value = value * 10 + Int(digit)
        guard value < 256 else { return false }
      } else {
        guard text[place] == UInt8(ascii: "."), digits > 0 else { return false }
        digits = 0
        value = 0
      }
    }
    return numbers == 4 && digits > 0
  }

  /// Eight groups of up to four digits; `::` stands for one group of zeros or more, and an address
  /// of IPv4 at the end for two.
  private static func isIPv6(_ text: Span<UInt8>) -> Bool {
    var groups = 0
    var hasGap = false
    var place = 0
    while place < text.count {
      if text[place] == UInt8(ascii: ":") {
        guard place + 1 < text.count, text[place + 1] == UInt8(ascii: ":"), !hasGap else {
          return false
        }
        hasGap = true
        place += 2
        continue
      }
      if isIPv4(text.extracting(place..<text.count)) {
        groups += 2
        break
      }
      let start = place
      while place < text.count, isHexDigit(text[place]) { place += 1 }
      guard (1...4).contains(place - start) else { return false }
      groups += 1
      // A single colon leads to a group; a double one is the gap.
      guard place < text.count else { break }
      guard text[place] == UInt8(ascii: ":"), place + 1 < text.count else { return false }
      if text[place + 1] != UInt8(ascii: ":") { place += 1 }
    }
    return hasGap ? groups < 8 : groups == 8
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }
}
