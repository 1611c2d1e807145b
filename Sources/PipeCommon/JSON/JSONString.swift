/// The text inside a checked string's quotes: compared, decoded, and made.
public enum JSONString {
  /// Whether the raw text between quotes stands for the same characters as plain bytes.
  public static func equals(_ raw: Span<UInt8>, _ text: Span<UInt8>) -> Bool {
    if equalBytes(raw, text) { return true }
    guard contains(raw, UInt8(ascii: "\\")) else { return false }
    return equalBytes(decode(raw).span, text)
  }

  /// The bytes that the raw text between quotes stands for.
  ///
  /// A lone surrogate escape, which the grammar allows, becomes the three bytes that its code point
  /// would have; two texts are the same exactly if these bytes are.
  public static func decode(_ raw: Span<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(raw.count)
    var place = 0
    while place < raw.count {
      let escape = firstIndex(of: UInt8(ascii: "\\"), in: raw, from: place) ?? raw.count
      decoded.append(contentsOf: raw.extracting(place..<escape))
      guard escape < raw.count else { break }
      let kind = raw[escape + 1]
      place = escape + 2
      switch kind {
      case UInt8(ascii: "b"): decoded.append(0x08)
      case UInt8(ascii: "f"): decoded.append(0x0C)
      case UInt8(ascii: "n"): decoded.append(0x0A)
      case UInt8(ascii: "r"): decoded.append(0x0D)
      case UInt8(ascii: "t"): decoded.append(0x09)
      case UInt8(ascii: "u"): appendCodePoint(raw, &place, to: &decoded)
      default: decoded.append(kind)
      }
    }
    return decoded
  }

  /// Whether a text is printable ASCII that needs no escapes.
  public static func isPlain(_ text: Span<UInt8>) -> Bool {
    // Without a branch, so that many bytes are looked at at a time.
    var odd: UInt8 = 0
    for place in text.indices {
      let byte = text[place]
      let isOdd =
        byte &- 0x20 >= 0x5F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      odd |= isOdd ? 1 : 0
    }
    return odd == 0
  }

  /// Appends a text as a JSON string.
  public static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    guard isPlain(text) else {
      bytes += encode(text)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A text as a JSON string, quotes included, with no escape that is not needed.
  ///
  /// What a lone surrogate was decoded to becomes its escape again.
  public static func encode(_ text: Span<UInt8>) -> [UInt8] {
    var encoded: [UInt8] = [UInt8(ascii: "\"")]
    encoded.reserveCapacity(text.count + 2)
    var place = 0
    while place < text.count {
      let byte = text[place]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): encoded += [UInt8(ascii: "\\"), byte]
      case 0x0A: encoded += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0x0D: encoded += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case 0x09: encoded += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case 0..<0x20: encoded += escape(UInt16(byte))
      case 0xED where place + 2 < text.count && text[place + 1] >= 0xA0:
        let low = UInt16(text[place + 1] & 0x3F) << 6 | UInt16(text[place + 2] & 0x3F)
        encoded += escape(0xD000 | low)
        place += 2
      default: encoded.append(byte)
      }
      place += 1
    }
    encoded.append(UInt8(ascii: "\""))
    return encoded
  }

  /// A text as a JSON string, quotes included.
  public static func encode(_ text: String) -> [UInt8] { encode(text.utf8.span) }

  /// How many bytes the escape at a position has, if it is good and whole.
  @inline(__always)
  static func escapeLength(_ bytes: Span<UInt8>, at start: Int) -> Int? {
    guard start &+ 1 < bytes.count else { return nil }
    switch bytes[start &+ 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      guard start &+ 6 <= bytes.count else { return nil }
      for place in start &+ 2..<start &+ 6 where hexValue(bytes[place]) == nil { return nil }
      return 6
    default: return nil
    }
  }

  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Decodes the four digits after `\u`, and the low half of a surrogate pair if there is one.
  private static func appendCodePoint(
    _ raw: Span<UInt8>, _ place: inout Int, to decoded: inout [UInt8]
  ) {
    var point = codeUnit(raw, place)
    place += 4
    if point >> 10 == 0x36, place + 6 <= raw.count, raw[place] == UInt8(ascii: "\\"),
      raw[place + 1] == UInt8(ascii: "u"), codeUnit(raw, place + 2) >> 10 == 0x37
    {
      point = 0x10000 + (point & 0x3FF) << 10 + codeUnit(raw, place + 2) & 0x3FF
      place += 6
    }
    switch point {
    case 0..<0x80: decoded.append(UInt8(point))
    case 0x80..<0x800: decoded += [0xC0 | UInt8(point >> 6), 0x80 | UInt8(point & 0x3F)]
    case 0x800..<0x10000:
      decoded += [
        0xE0 | UInt8(point >> 12), 0x80 | UInt8(point >> 6 & 0x3F), 0x80 | UInt8(point & 0x3F),
      ]
    default:
      decoded += [
        0xF0 | UInt8(point >> 18), 0x80 | UInt8(point >> 12 & 0x3F),
        0x80 | UInt8(point >> 6 & 0x3F), 0x80 | UInt8(point & 0x3F),
      ]
    }
  }

  private static func codeUnit(_ raw: Span<UInt8>, _ place: Int) -> UInt32 {
    (place..<place + 4).reduce(0) { $0 << 4 | (hexValue(raw[$1]) ?? 0) }
  }

  private static func escape(_ unit: UInt16) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return Array("\\u".utf8) + [12, 8, 4, 0].map { digits[Int(unit >> $0 & 15)] }
  }
}

/// Whether two spans hold the same bytes.
public func equalBytes(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
  guard one.count == other.count else { return false }
  guard one.count > 0 else { return true }
  return unsafe one.withUnsafeBytes { one in
    unsafe other.withUnsafeBytes { other in
      unsafe memcmp(one.baseAddress!, other.baseAddress!, one.count) == 0
    }
  }
}

/// Whether a byte occurs in a span.
public func contains(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
  firstIndex(of: byte, in: bytes, from: 0) != nil
}

/// Where a byte occurs first in a span, at or behind a position in it.
func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
  guard start < bytes.count else { return nil }
  return unsafe bytes.withUnsafeBytes { bytes in
    let found = unsafe memchr(bytes.baseAddress! + start, Int32(byte), bytes.count - start)
    return unsafe found.map { unsafe UnsafeRawPointer($0) - bytes.baseAddress! }
  }
}

extension Span<UInt8> {
  /// Whether the span begins with these bytes.
  public func starts(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && equalBytes(extracting(0..<prefix.count), prefix.span)
  }
}
