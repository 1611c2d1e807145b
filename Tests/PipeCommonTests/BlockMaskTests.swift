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
      #expect(portable == expected, "seed \(seed)")
      #expect(best == expected, "seed \(seed)")
    }
  }

  private func masks(_ bytes: [UInt8]) -> BlockMask {
    func bits(_ test: (UInt8) -> Bool) -> UInt64 {
      bytes.enumerated().reduce(0) { $0 | (test($1.element) ? 1 << UInt64($1.offset) : 0) }
    }
    var mask = unsafe [UInt8](repeating: 0, count: 64).withUnsafeBufferPointer {
      unsafe BlockMask(portable: $0.baseAddress!)
    }
    mask.quote = bits { $0 == UInt8(ascii: "\"") }
    mask.backslash = bits { $0 == UInt8(ascii: "\\") }
    mask.structural = bits { Array("{}[]:,".utf8).contains($0) }
    mask.blank = bits { $0 <= 0x20 }
    mask.control = bits { $0 < 0x20 }
    mask.high = bits { $0 >= 0x80 }
    return mask
  }
}
