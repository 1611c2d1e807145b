import Foundation
import TestSupport
import Testing

@testable import PipeCommon

@Suite struct OutputWriterTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  private var file: URL { folder.appending(path: "output") }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func contents() throws -> [UInt8] { Array(try Data(contentsOf: file)) }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whatIsHandedOnEndsWhereARecordEnds(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var output = OutputWriter(try FileDescriptor(writing: file.path))
    var expected: [UInt8] = []
    while expected.count < 2_000_000 {
      let length = Int.random(in: 0...(Bool.random(using: &random) ? 300 : 300_000), using: &random)
      var record = [UInt8](repeating: UInt8(ascii: "x"), count: length)
      while !record.isEmpty {
        let piece = record.prefix(Int.random(in: 1...100_000, using: &random))
        try output.write(Array(piece).span)
        record.removeFirst(piece.count)
        #expect(try contents().last ?? 10 == 10, "seed \(seed)")
      }
      try output.endRecord()
      #expect(try contents().last ?? 10 == 10, "seed \(seed)")
      expected += [UInt8](repeating: UInt8(ascii: "x"), count: length) + [10]
    }
    let flushed = try output.flush()
    #expect(flushed.mark?.length == expected.count)
    #expect(try contents() == expected, "seed \(seed)")
    #expect(output.bytesWritten == expected.count)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func aRecordBeyondTheLimitIsNotGathered() throws {
    var output = OutputWriter(try FileDescriptor(writing: file.path), largestRecord: 300_000)
    let piece = [UInt8](repeating: 0x78, count: 100_000)
    for _ in 0..<3 { try output.write(piece.span) }
    #expect(try contents().isEmpty)
    for _ in 0..<7 { try output.write(piece.span) }
    #expect(try contents().count >= 700_000)
    try output.endRecord()
    try output.flush()
    #expect(try contents().count == 1_000_001)
    try FileManager.default.removeItem(at: folder)
  }

  @Test(arguments: [("", ""), ("whole\n", "whole\n"), ("half", "half\n")])
  func aLineThatSomebodyLeftOpenIsEndedFirst(before: String, after: String) throws {
    try Data(before.utf8).write(to: file)
    var output = OutputWriter(try FileDescriptor(appending: file.path))
    #expect(output.opened?.size == before.utf8.count)
    try output.flush()
    #expect(try contents() == Array(before.utf8))
    for _ in 0..<2 {
      try output.write(record: "{}\n".utf8.span)
      try output.flush()
    }
    #expect(try contents() == Array((after + "{}\n{}\n").utf8))
    try FileManager.default.removeItem(at: folder)
  }

  @Test func whatFailedOnceStaysFailed() throws {
    var output = OutputWriter(try FileDescriptor(appending: "/dev/full"))
    try output.write(record: "{}\n".utf8.span)
    func fails(_ body: (inout OutputWriter) throws(IOError) -> Void) -> Bool {
      do throws(IOError) { try body(&output) } catch { return error == Self.full }
      return false
    }
    #expect(fails { (output) throws(IOError) in try output.flush() })
    #expect(fails { (output) throws(IOError) in try output.flush() })
    #expect(fails { (output) throws(IOError) in try output.synchronize() })
    #expect(fails { (output) throws(IOError) in try output.write("x".utf8.span) })
    #expect(fails { (output) throws(IOError) in try output.endRecord() })
  }

  /// A run that was killed has written behind the mark; the next one reads what that was.
  ///
  /// Each case: what stands in the file, where the mark is, the lines that are read, what is written
  /// then, and what stands there at the end.
  @Test(arguments: [
    ("a\nb\nc\n", 2, ["b", "c"], "d\n", "a\nb\nc\nd\n"),
    ("a\n", 2, [], "b\n", "a\nb\n"),
    // The first line that is written completes one that was cut off in it.
    ("a\nb\n{\"x", 2, ["b"], "{\"xy\"}\n", "a\nb\n{\"xy\"}\n"),
    // One that begins otherwise is somebody else's: it is only ended.
    ("a\n{\"x", 2, [], "{\"yy\"}\n", "a\n{\"x\n{\"yy\"}\n"),
    ("a\n{\"x", 2, [], "{\n", "a\n{\"x\n{\n"),
    ("", 0, [], "a\n", "a\n"),
  ])
  func whatStandsBehindAMarkIsReadAndGoneOnWith(
    before: String, mark: Int, lines: [String], written: String, after: String
  ) throws {
    try Data(before.utf8).write(to: file)
    var output = OutputWriter(try FileDescriptor(appending: file.path))
    let name = try #require(FileMark(FileIdentity(path: file.path))?.file)
    var found: [String] = []
    try output.readOn(behind: FileMark(file: name, length: mark)) { line, end in
      found.append(String(decoding: Array(copying: line), as: UTF8.self))
      #expect(Array(before.utf8)[end - 1] == 10 && end > mark)
    }
    #expect(found == lines)
    try output.write(record: written.utf8.span)
    let flushed = try output.flush()
    #expect(try contents() == Array(after.utf8))
    #expect(flushed.mark?.length == after.utf8.count)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func anotherFileIsNotReadOn() throws {
    try Data("a\n".utf8).write(to: file)
    var output = OutputWriter(try FileDescriptor(appending: file.path))
    try output.readOn(behind: nil) { _, _ in Issue.record("there was no mark") }
    try output.readOn(behind: FileMark(file: "another", length: 0)) { _, _ in
      Issue.record("it is another file")
    }
    try FileManager.default.removeItem(at: folder)
  }

  /// Longer than the pieces in which it is read.
  @Test func longLinesBehindAMarkAreRead() throws {
    let lines = [1, 65_535, 65_536, 200_000].map { String(repeating: "x", count: $0) }
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
    var output = OutputWriter(try FileDescriptor(appending: file.path))
    let mark = try #require(FileMark(FileIdentity(path: file.path)))
    var found: [Int] = []
    try output.readOn(behind: FileMark(file: mark.file, length: 2)) { line, _ in
      found.append(line.count)
    }
    #expect(found == [65_535, 65_536, 200_000])
    try FileManager.default.removeItem(at: folder)
  }

  private static let full = IOError("write", "/dev/full", code: ENOSPC)
}
