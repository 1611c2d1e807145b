import Foundation
import Testing

@testable import PipeCommon

@Suite struct DurableFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func text(_ name: String) throws -> String {
    String(decoding: try FileContents.read(path(name)), as: UTF8.self)
  }

  private func isLink(_ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path(name))) != nil
  }

  /// Opens the file and puts a text into it; what it held before.
  private func replace(_ name: String, with text: String) throws -> String? {
    guard var file = try DurableFile.open(path(name)) else { return nil }
    try file.replace(with: Array(text.utf8))
    return String(decoding: file.contents, as: UTF8.self)
  }

  @Test func contentsAreReplacedAndFoundAgain() throws {
    #expect(try replace("a", with: "one") == "")
    #expect(try replace("a", with: "two") == "one")
    #expect(try text("a") == "two")
    try FileManager.default.removeItem(at: folder)
  }

  @Test(arguments: [true, false])
  func linksStayWhatTheyAre(dangling: Bool) throws {
    if !dangling { try Data("old".utf8).write(to: URL(filePath: path("real"))) }
    try FileManager.default.createSymbolicLink(
      atPath: path("link"), withDestinationPath: path("other"))
    try FileManager.default.createSymbolicLink(
      atPath: path("other"), withDestinationPath: path("real"))
    #expect(try replace("link", with: "new") == (dangling ? "" : "old"))
    #expect(isLink("link") && isLink("other") && !isLink("real"))
    #expect(try text("real") == "new")
    try FileManager.default.removeItem(at: folder)
  }

  @Test func oneProcessHoldsItAtATime() throws {
    var file = try DurableFile.open(path("a"))
    #expect(try replace("a", with: "other") == nil)
    try file?.replace(with: Array("mine".utf8))
    #expect(try replace("a", with: "other") == nil)
    #expect(try text("a") == "mine")
    try FileManager.default.removeItem(at: folder)
  }

  /// The next contents are made ready in a file of their own, whatever stands in its place.
  @Test func whatLiesInTheWayIsNotWrittenThrough() throws {
    try Data("kept".utf8).write(to: URL(filePath: path("mine")))
    try FileManager.default.createSymbolicLink(
      atPath: path("a.new"), withDestinationPath: path("mine"))
    #expect(try replace("a", with: "one") == "")
    #expect(try text("a") == "one")
    #expect(try text("mine") == "kept")
    try FileManager.default.removeItem(at: folder)
  }

  @Test func permissionsStay() throws {
    try Data().write(to: URL(filePath: path("a")))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("a"))
    #expect(try replace("a", with: "one") == "")
    #expect(FileIdentity(path: path("a")).map { $0.mode & 0o777 } == 0o600)
    try FileManager.default.removeItem(at: folder)
  }

  @Test(arguments: ["folder", "/dev/null"])
  func whatIsNoFileIsNotReplaced(name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path("folder"), withIntermediateDirectories: true)
    #expect(throws: IOError.self) {
      _ = try DurableFile.open(name.hasPrefix("/") ? name : path(name)) == nil
    }
    try FileManager.default.removeItem(at: folder)
  }

  @Test func aNameNeedNotBeUTF8() throws {
    let name = FileName.text(Array(path("caf").utf8) + [0xE9])
    var file = try DurableFile.open(name)
    try file?.replace(with: Array("one".utf8))
    #expect(FileIdentity(path: name)?.size == 3)
    try FileManager.default.removeItem(at: folder)
  }
}
