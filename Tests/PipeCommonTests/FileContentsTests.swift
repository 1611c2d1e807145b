import Foundation
import Testing

@testable import PipeCommon

@Suite struct FileContentsTests {
  /// Around the first reading's size, around its doubles, and far beyond.
  static let sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 262_145, 5_000_000]

  @Test(arguments: sizes)
  func aFileOfAnySizeIsReadWhole(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) }
    #expect(try read(bytes) == bytes)
  }

  @Test(arguments: sizes)
  func aByteOrderMarkIsNoPartOfIt(size: Int) throws {
    let bytes = [UInt8](repeating: 0x20, count: size)
    #expect(try read([0xEF, 0xBB, 0xBF] + bytes) == bytes)
  }

  @Test(arguments: [1, 63, 64, 65, 1000])
  func aFullBufferGrowsBeforeItIsFilled(capacity: Int) throws {
    let bytes = (0..<4 * capacity + 1).map { UInt8(truncatingIfNeeded: $0) }
    let read = try inFile(bytes) { path in
      let file = try FileDescriptor(reading: path)
      var buffer = ByteBuffer(capacity: capacity)
      while try buffer.fill(from: file) > 0 {}
      return Array(copying: buffer.bytes)
    }
    #expect(read == bytes)
  }

  private func read(_ bytes: [UInt8]) throws -> [UInt8] {
    try inFile(bytes) { path in try FileContents.read(path) }
  }

  private func inFile<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    return try body(file.path)
  }
}
