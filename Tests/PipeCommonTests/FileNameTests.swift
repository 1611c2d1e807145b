import TestSupport
import Testing

@testable import PipeCommon

@Suite struct FileNameTests {
  @Test(arguments: [
    ("export.txt", "export.txt"), ("Käse 🧀.txt", "Käse 🧀.txt"), ("", ""),
    ("caf\u{10FEE9}.txt", nil),
  ])
  func textIsItself(name: String, utf8: String?) {
    #expect(FileName.utf8(name) == utf8)
    #expect(FileName.isText(name) == (utf8 != nil))
  }

  @Test func bytesThatAreNoUTF8StandAsPrivateCharacters() {
    #expect(FileName.text([0x63, 0xE9, 0x2E] as [UInt8]) == "c\u{10FEE9}.")
    // Cut short, too long, a surrogate, beyond Unicode.
    for bytes in [[0xE2, 0x82], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
      as [[UInt8]]
    {
      #expect(FileName.text(bytes).unicodeScalars.map(FileName.byte) == bytes)
    }
  }

  /// The stand-ins' own bytes are a name like any other, and text in UTF-8.
  @Test func theStandInsThemselvesAreNoException() {
    let name = Array("a\u{10FEE9}b".utf8)
    #expect(FileName.text(name).unicodeScalars.count == 6)
    #expect(system(FileName.text(name)) == name)
    #expect(FileName.utf8(FileName.text(name)) == "a\u{10FEE9}b")
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func everyNameComesOutAsItWentIn(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces: [[UInt8]] = [
      [0x61], [0xE9], Array("é€🧀".utf8), Array("\u{10FEE9}\u{10FE7F}\u{10FF00}".utf8),
      [0xF4, 0x8F], [0xBA], [0xFF], [0x80],
    ]
    var name: [UInt8] = []
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      name += pieces.randomElement(using: &random) ?? []
    }
    #expect(system(FileName.text(name)) == name, "seed \(seed)")
  }

  private func system(_ text: String) -> [UInt8] {
    FileName.system(text).dropLast().map { UInt8(bitPattern: $0) }
  }
}
