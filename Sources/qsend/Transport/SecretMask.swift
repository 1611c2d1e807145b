import PipeCommon

/// Takes the secret out of what a server says, who may send back what it was sent, and in any spelling.
///
/// What is looked through is the text, and what it stands for: escapes of JSON, of addresses and of
/// HTML are undone, also where one stands in another, and what may be base64 is decoded.
struct SecretMask: Sendable {
  /// How often what was decoded is decoded again.
  private static let depth = 4
  private static let mark = "…"

  private let secret: [UInt8]

  init(_ secret: String) { self.secret = Array(secret.utf8) }

  /// The text without the secret. If that stood in it in disguise, the text comes out undisguised.
  func applied(to text: String) -> String {
    var bytes = Array(text.utf8)
    var shown = masked(&bytes) ? bytes : Array(text.utf8)
    for _ in 0..<Self.depth {
      let decoded = Self.decoded(bytes)
      if decoded == bytes { break }
      bytes = decoded
      if masked(&bytes) { shown = bytes }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// - Returns: whether there was anything to mask.
  private func masked(_ bytes: inout [UInt8]) -> Bool {
    let before = bytes
    bytes.replace(secret, with: Self.mark.utf8)
    maskBase64(&bytes)
    return bytes != before
  }

  /// Masks whole words that stand for something that holds a secret, wherever its groups begin.
  private func maskBase64(_ bytes: inout [UInt8]) {
    let words = bytes.split { !Self.isDigit($0) }
    for word in words.reversed() where word.count > 1 {
      let holdsSecret = (0..<min(4, word.count)).contains { start in
        let digits = word.dropFirst(start)
        let whole = digits.dropLast(digits.count % 4 == 1 ? 1 : 0)
        guard let decoded = Base64.decode(Array(whole).span) else { return false }
        return decoded.contains(secret)
      }
      if holdsSecret { bytes.replaceSubrange(word.indices, with: Self.mark.utf8) }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

// MARK: Escapes

extension SecretMask {
  /// The text with its outermost escapes undone.
  private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let first = rest.first {
      let escape: (character: UInt32, length: Int)? =
        switch first {
        case UInt8(ascii: "\\"): json(rest)
        case UInt8(ascii: "%"): hexadecimal(rest.dropFirst(), 2).map { ($0, 3) }
        case UInt8(ascii: "&"): html(rest.prefix(12))
        default: nil
        }
      // Beyond ASCII addresses escape bytes, JSON and HTML characters.
      if let escape, escape.character < 0x80 || first == UInt8(ascii: "%") {
        decoded.append(UInt8(truncatingIfNeeded: escape.character))
      } else if let escape, let scalar = Unicode.Scalar(escape.character) {
        decoded += Array(String(scalar).utf8)
      } else {
        decoded += rest.prefix(escape?.length ?? 1)
      }
      rest = rest.dropFirst(escape?.length ?? 1)
    }
    return decoded
  }

  private static func json(_ text: ArraySlice<UInt8>) -> (UInt32, Int)? {
    guard let kind = text.dropFirst().first else { return nil }
    switch kind {
    case UInt8(ascii: "u"): return hexadecimal(text.dropFirst(2), 4).map { ($0, 6) }
    case UInt8(ascii: "x"): return hexadecimal(text.dropFirst(2), 2).map { ($0, 4) }
    case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"):
      return (UInt32(kind), 2)
    default: return nil
    }
  }

  private static func html(_ text: ArraySlice<UInt8>) -> (UInt32, Int)? {
    guard let end = text.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: text[text.startIndex..<end].dropFirst(), as: UTF8.self).lowercased()
    let length = end - text.startIndex + 1
    let named: [String: Unicode.Scalar] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]
    if let scalar = named[name] { return (scalar.value, length) }
    guard name.hasPrefix("#") else { return nil }
    let digits = Array(name.dropFirst().utf8)[...]
    let value =
      digits.first == UInt8(ascii: "x")
      ? number(digits.dropFirst(), radix: 16) : number(digits, radix: 10)
    return value.map { ($0, length) }
  }

  private static func hexadecimal(_ text: ArraySlice<UInt8>, _ count: Int) -> UInt32? {
    let digits = text.prefix(count)
    return digits.count == count ? number(digits, radix: 16) : nil
  }

  private static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> UInt32? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
  }
}
