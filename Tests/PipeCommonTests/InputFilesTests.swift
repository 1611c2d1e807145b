import Foundation
import Testing

@testable import PipeCommon

@Suite struct InputFilesTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Everything that comes out, file by file.
  private func read(_ operands: [String]) throws -> [String] {
    var files = try InputFiles(operands)
    var texts: [String] = []
    while true {
      var buffer = ByteBuffer(capacity: 1 << 10)
      guard try files.openNext(into: &buffer) else { return texts }
      while try files.fill(&buffer) > 0 { _ = buffer.makeRoom() }
      texts.append(String(decoding: Array(copying: buffer.bytes), as: UTF8.self))
    }
  }

  @Test func filesAreReadInTurnHoweverShort() throws {
    let texts = ["{", "", "{}\n", "ORCHESTRATOR", String(repeating: "x", count: 3000)]
    let paths = try texts.enumerated().map { try file("\($0)", $1) }
    #expect(try read(paths + paths) == texts + texts)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func aPipeKeepsTheBytesThatWereLookedAt() throws {
    let path = folder.appending(path: "pipe").path
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let text = "PAR and more than sixteen bytes"
    Thread.detachNewThread {
      guard let pipe = try? FileDescriptor(appending: path) else { return }
      try? pipe.write(text.utf8.span)
    }
    #expect(try read([path]) == [text])
    try FileManager.default.removeItem(at: folder)
  }

  @Test func whatIsNoTextIsRefusedBeforeAnythingIsRead() throws {
    let good = try file("good", "{}")
    let packed = folder.appending(path: "packed").path
    try Data([0x1F, 0x8B, 0x08]).write(to: URL(filePath: packed))
    let error = #expect(throws: InputProblem.self) { try read([good, packed]) }
    guard case .foreign(packed, packed, let format) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(format.name == "packed with gzip")
    try FileManager.default.removeItem(at: folder)
  }

  @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/shm")))
  func sizesThatGoBeyondAllNumbersAreNoTrap() throws {
    let paths = (0..<2).map { "/dev/shm/\(folder.lastPathComponent)-\($0)" }
    for path in paths {
      let sparse = try FileDescriptor(writing: path)
      try sparse.truncate(to: 5 << 60)
    }
    let files = try InputFiles(paths)
    let size = files.totalSize
    #expect(size == .max)
    for path in paths { try FileManager.default.removeItem(atPath: path) }
    try FileManager.default.removeItem(at: folder)
  }
}
