/// JSON read the slow and obvious way, one byte at a time: what the engine is compared with.
package struct Oracle {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the bytes are one JSON value in UTF-8, at most 1,024 levels deep.
  package static func accepts(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var oracle = Oracle(bytes)
    oracle.skipBlanks()
    guard oracle.value() else { return false }
    oracle.skipBlanks()
    return oracle.place == bytes.count
  }

  /// The bytes without white space between tokens.
  package static func minify(_ bytes: [UInt8]) -> [UInt8] {
    var isInString = false
    var isEscaped = false
    return bytes.filter { byte in
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isInString = false
        }
        return true
      }
      if byte == 0x22 { isInString = true }
      return ![0x20, 0x09, 0x0A, 0x0D].contains(byte)
    }
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { place += 1 }
  }

  private mutating func value() -> Bool {
    switch next {
    case 0x7B: container("}") { $0.member() }
    case 0x5B: container("]") { $0.value() }
    case 0x22: string()
    case 0x74: word("true")
    case 0x66: word("false")
    case 0x6E: word("null")
    default: number()
    }
  }

  private mutating func container(_ end: Character, _ item: (inout Oracle) -> Bool) -> Bool {
    place += 1
    depth += 1
    defer { depth -= 1 }
    guard depth <= 1024 else { return false }
    skipBlanks()
    if take(end) { return true }
    while true {
      skipBlanks()
      guard item(&self) else { return false }
      skipBlanks()
      if take(end) { return true }
      guard take(",") else { return false }
    }
  }

  private mutating func member() -> Bool {
    guard next == 0x22, string() else { return false }
    skipBlanks()
    guard take(":") else { return false }
    skipBlanks()
    return value()
  }

  private mutating func string() -> Bool {
    place += 1
    while let byte = next {
      place += 1
      switch byte {
      case 0x22: return true
      case 0x5C:
        guard let kind = next else { return false }
        place += 1
        if kind == 0x75 {
          for _ in 0..<4 {
            guard let digit = next, Character(Unicode.Scalar(digit)).isHexDigit else {
              return false
            }
            place += 1
          }
        } else if !Array("\"\\/bfnrt".utf8).contains(kind) {
          return false
        }
      case 0..<0x20: return false
      default: break
      }
    }
    return false
  }

  private mutating func word(_ word: String) -> Bool {
    guard bytes[place...].starts(with: Array(word.utf8)) else { return false }
    place += word.utf8.count
    return true
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0") { guard digits() else { return false } }
    if take(".") { guard digits() else { return false } }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = place
    while let next, (0x30...0x39).contains(next) { place += 1 }
    return place > start
  }
}
