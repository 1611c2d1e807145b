/// Base64 (RFC 4648) in either alphabet, with or without padding, on one line or many.
package enum Base64 {
  /// The bytes that a text stands for; `nil` if it is no base64.
  package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    var isValid = true
    let decoded = [UInt8](capacity: text.count / 4 * 3 + 3) { output in
      isValid = decode(text, into: &output)
    }
    return isValid ? decoded : nil
  }

  private static func decode(_ text: Span<UInt8>, into decoded: inout OutputSpan<UInt8>) -> Bool {
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for place in text.indices {
      let byte = text[place]
      if let value = value(byte), padding == 0 {
        bits = bits &<< 6 | UInt32(value)
        count &+= 1
        if count & 3 == 0 {
          decoded.append(UInt8(truncatingIfNeeded: bits &>> 16))
          decoded.append(UInt8(truncatingIfNeeded: bits &>> 8))
          decoded.append(UInt8(truncatingIfNeeded: bits))
        }
      } else if byte == UInt8(ascii: "=") {
        padding += 1
      } else if !isBlank(byte) {
        return false
      }
    }
    // A last group of two or three digits stands for one byte or two.
    switch count & 3 {
    case 0 where padding == 0: break
    case 2 where padding == 0 || padding == 2:
      decoded.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3 where padding < 2:
      decoded.append(UInt8(truncatingIfNeeded: bits >> 10))
      decoded.append(UInt8(truncatingIfNeeded: bits >> 2))
    default: return false
    }
    return true
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t")
  }
}
