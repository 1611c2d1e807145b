import TestSupport
import Testing

@testable import PipeCommon

@Suite struct BlockMaskTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func allWaysAgreeWithTheBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let special = Array("\"\\{}[]:, \n\t\r".utf8)
    let bytes = (0..<192).map { _ in
      Bool.random(using: &random)
        ? UInt8.random(in: 0...255, using: &random) : special.randomElement(using: &random)!
    }
    for level in VectorLevel.available {
      let found = masks(of: bytes, level)
      for block in 0..<3 {
        #expect(
          found[block] == expected(bytes[block * 64..<block * 64 + 64]), "seed \(seed), \(level)")
      }
    }
  }

  @Test(arguments: 0...255 as ClosedRange<UInt8>)
  func everyByteIsClassifiedWhereverItStands(byte: UInt8) {
    for place in [0, 15, 16, 31, 63] {
      var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
      bytes[place] = byte
      for level in VectorLevel.available {
        #expect(masks(of: bytes, level) == [expected(bytes[...])], "\(level)")
      }
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func everyMarkedByteIsGatheredInOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<64 * 5 + 64).map { _ in UInt8.random(in: 0...255, using: &random) }
    // From none to all of a block.
    let found = [
      0, .max, random.next() & random.next(), random.next(), random.next() | random.next(),
    ]
    for level in VectorLevel.available {
      var batch = BlockBatch()
      var marks = MarkList()
      for (block, bits) in found.enumerated() { batch.mark(bits, in: block) }
      unsafe bytes.withUnsafeBufferPointer {
        unsafe batch.append(5, of: $0.baseAddress!, at: 1000, to: &marks, level)
      }
      let places = (0..<320).filter { found[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
      #expect(Array(copying: marks.places) == places.map { UInt32($0 + 1000) }, "\(level)")
      #expect(Array(copying: marks.tokens) == places.map { bytes[$0] }, "\(level)")
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func tokensAreToldByTheirBytes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let tokens = (0..<64).map { _ in
      Array("{}[]:,\"\\0t\u{1}\u{7F}".utf8).randomElement(using: &random)!
    }
    unsafe tokens.withUnsafeBufferPointer {
      let best = unsafe TokenMask($0.baseAddress!)
      let portable = unsafe TokenMask(portable: $0.baseAddress!)
      #expect(best == portable)
      let masks = [
        best.object, best.objectEnd, best.array, best.arrayEnd, best.colon, best.comma, best.quote,
        best.escape,
      ]
      for (byte, mask) in zip(Array("{}[]:,\"\\".utf8), masks) {
        #expect(mask == bits(tokens[...]) { $0 == byte }, "seed \(seed)")
      }
    }
  }

  private func masks(of bytes: [UInt8], _ level: VectorLevel) -> [BlockMask] {
    var batch = BlockBatch()
    let count = bytes.count / 64
    unsafe bytes.withUnsafeBufferPointer { unsafe batch.classify($0.baseAddress!, count, level) }
    return (0..<count).map { batch[$0] }
  }

  /// The same byte by byte.
  private func expected(_ bytes: ArraySlice<UInt8>) -> BlockMask {
    BlockMask(
      quote: bits(bytes) { $0 == UInt8(ascii: "\"") },
      structural: bits(bytes) { Array("{}[]:,".utf8).contains($0) },
      blank: bits(bytes) { $0 <= 0x20 },
      backslash: bits(bytes) { $0 == UInt8(ascii: "\\") },
      control: bits(bytes) { $0 < 0x20 },
      high: bits(bytes) { $0 >= 0x80 })
  }

  private func bits(_ bytes: ArraySlice<UInt8>, _ test: (UInt8) -> Bool) -> UInt64 {
    bytes.enumerated().reduce(0) { $0 | (test($1.element) ? 1 << UInt64($1.offset) : 0) }
  }
}
