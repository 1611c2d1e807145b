/// Names of files as texts.
///
/// To the system a name is bytes. Those that are no UTF-8 stand in the text as private characters,
/// U+10FE80 for the byte 0x80 to U+10FEFF for 0xFF, and so do the bytes of these characters
/// themselves: every name comes out of its text as it went in.
///
///     c a f \xE9      63 61 66 E9   ⇄   "caf\u{10FEE9}"
package enum FileName {
  private static let firstByte: UInt32 = 0x10FE00
  private static let bytes = firstByte + 0x80...firstByte + 0xFF

  /// The text of a name.
  package static func text(_ name: some Sequence<UInt8>) -> String {
    let name = Array(name)
    if let text = String(validating: name, as: UTF8.self), isText(text) { return text }
    var text = String.UnicodeScalarView()
    var place = 0
    while place < name.count {
      let lead = name[place]
      let length = lead < 0x80 ? 1 : max(2, min((~lead).leadingZeroBitCount, 4))
      let sequence = name[place..<min(place + length, name.count)]
      if let character = String(validating: sequence, as: UTF8.self), isText(character) {
        text += character.unicodeScalars
        place += length
      } else {
        text.append(Unicode.Scalar(firstByte + UInt32(lead)) ?? "\u{FFFD}")
        place += 1
      }
    }
    return String(text)
  }

  /// The byte that a character of a name stands for, if it is no text.
  package static func byte(_ character: Unicode.Scalar) -> UInt8? {
    bytes.contains(character.value) ? UInt8(character.value - firstByte) : nil
  }

  /// Whether a text holds nothing but text: no byte that is no UTF-8.
  package static func isText(_ text: String) -> Bool {
    !text.utf8.contains(0xF4) || text.unicodeScalars.allSatisfy { byte($0) == nil }
  }

  /// A text without stand-ins, if the name it stands for is UTF-8.
  package static func utf8(_ text: String) -> String? {
    isText(text)
      ? text
      : String(
        validating: system(text).dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path without symbolic links, if it leads to something.
  static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(system(path), nil) else { return path }
    defer { unsafe free(real) }
    return unsafe text(system: real)
  }

  /// Takes away the file that a path leads to.
  package static func remove(_ path: String) { _ = unsafe unlink(system(resolved(path))) }

  /// The name that a text stands for, as the system's calls take it.
  static func system(_ text: String) -> [CChar] {
    var name: [CChar] = []
    for character in text.unicodeScalars {
      if let byte = byte(character) {
        name.append(CChar(bitPattern: byte))
      } else {
        name += character.utf8.map { CChar(bitPattern: $0) }
      }
    }
    return name + [0]
  }

  /// The text of a name that the system gives.
  @unsafe package static func text(system name: UnsafePointer<CChar>) -> String {
    unsafe text(UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) })
  }
}
