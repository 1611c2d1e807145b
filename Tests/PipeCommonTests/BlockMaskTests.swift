import TestSupport
import Testing

@testable import PipeCommon

@Suite struct BlockMaskTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func bothWaysAgreeWithTheBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let special = Array("\"\\{}[]:, \n\t\r".utf8)
    let bytes = (0..<64).map { _ in
      Bool.random(using: &random)
        ? UInt8.random(in: 0...255, using: &random) : special.randomElement(using: &random)!
    }
    let expected = masks(bytes)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      let portable = unsafe BlockMask(portable: buffer.baseAddress!)
      let best = unsafe BlockMask(buffer.baseAddress!)
      let portableRare = unsafe RareMask(portable: buffer.baseAddress!)
      let bestRare = unsafe RareMask(buffer.baseAddress!)
      #expect(Masks(portable, portableRare) == expected, "seed \(seed)")
      #expect(Masks(best, bestRare) == expected, "seed \(seed)")
    }
  }

  @Test(arguments: 0...255 as ClosedRange<UInt8>)
  func everyByteIsClassifiedWhereverItStands(byte: UInt8) {
    for place in [0, 15, 16, 31, 63] {
      var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
      bytes[place] = byte
      unsafe bytes.withUnsafeBufferPointer { buffer in
        let portable = unsafe BlockMask(portable: buffer.baseAddress!)
        let best = unsafe BlockMask(buffer.baseAddress!)
        let rare = unsafe RareMask(buffer.baseAddress!)
        let portableRare = unsafe RareMask(portable: buffer.baseAddress!)
        #expect(portable == best && portableRare == rare)
        #expect(Masks(best, rare) == masks(bytes))
      }
    }
  }

  /// All masks of a block, to be compared at once.
  private struct Masks: Equatable {
    var block: [UInt64]
    var hasRareBytes: Bool
    var rare: [UInt64]

    init(block: [UInt64], rare: [UInt64]) {
      self.block = block
      self.rare = rare
      hasRareBytes = rare.contains { $0 != 0 }
    }

    init(_ mask: BlockMask, _ rare: RareMask) {
      block = [mask.quote, mask.structural, mask.blank]
      self.rare = [rare.backslash, rare.control, rare.high]
      hasRareBytes = mask.hasRareBytes
    }
  }

  /// The same byte by byte.
  private func masks(_ bytes: [UInt8]) -> Masks {
    func bits(_ test: (UInt8) -> Bool) -> UInt64 {
      bytes.enumerated().reduce(0) { $0 | (test($1.element) ? 1 << UInt64($1.offset) : 0) }
    }
    return Masks(
      block: [
        bits { $0 == UInt8(ascii: "\"") }, bits { Array("{}[]:,".utf8).contains($0) },
        bits { $0 <= 0x20 },
      ],
      rare: [bits { $0 == UInt8(ascii: "\\") }, bits { $0 < 0x20 }, bits { $0 >= 0x80 }])
  }
}
