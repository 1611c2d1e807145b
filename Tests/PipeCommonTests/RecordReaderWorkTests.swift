import Foundation
import PipeCommon
import Testing

/// Whatever an input holds, no byte of it is read much more often than another.
@Suite(.serialized) struct RecordReaderWorkTests {
  @Test(arguments: [
    ("{\"a\":\n", false), ("{\"x\":[\n{\"a\":1},\n", false), ("{\"a\":{\n{},\n", false),
    ("\u{FEFF}", false), ("\u{1E}", false), ("]", false), ("x\n,,,,", false), ("x\n", true),
    ("k\t{\"a\":1}", true), ("k\t", true), ("\n", true), ("k\tx\n,\t", true), ("k\t[]", true),
  ])
  func noLineIsReadAgainAndAgain(text: String, takesBehindTab: Bool) throws {
    // Against lines that are refused one by one, and as much again of the same.
    let refused = try seconds("{\"a\"]\n", 1 << 16, false)
    let once = try seconds(text, 1 << 16, takesBehindTab)
    #expect(once < 10 * refused)
    #expect(try seconds(text, 1 << 18, takesBehindTab) < 10 * max(once, refused))
  }

  /// How long it takes to read so many bytes of a text that is repeated.
  private func seconds(_ text: String, _ count: Int, _ takesBehindTab: Bool) throws -> Double {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(String(repeating: text, count: count / text.utf8.count).utf8).write(to: file)
    var rejects = Rejects(to: nil, Diagnostics(tool: "test", quiet: true))
    var reader = RecordReader(
      try InputFiles([file.path]), takesBehindTab: takesBehindTab, readLimit: 1 << 15)
    var start = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
    while try reader.advance(rejecting: &rejects) != .end {}
    var end = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
  }
}
