import Foundation
import Testing

/// The rooms of the library and of qsend, and who may know whom, as CONTRIBUTING draws it: nothing
/// points back. Between the library and the tools the compiler sees to it.
@Suite struct HouseTests {
  /// A room, and the rooms whose types it may use.
  static let arrows: [(room: String, knows: Set<String>)] = [
    ("PipeCommon/Memory", []),
    ("PipeCommon/IO", ["PipeCommon/Memory"]),
    ("PipeCommon/Vectors", []),
    ("PipeCommon/JSON", ["PipeCommon/Memory", "PipeCommon/Vectors"]),
    ("PipeCommon/CommandLine", ["PipeCommon/IO", "PipeCommon/JSON"]),
    (
      "PipeCommon/Records",
      ["PipeCommon/Memory", "PipeCommon/IO", "PipeCommon/JSON", "PipeCommon/CommandLine"]
    ),
    (
      "PipeCommon/Batch",
      ["PipeCommon/IO", "PipeCommon/JSON", "PipeCommon/CommandLine", "PipeCommon/Records"]
    ),
    (
      "PipeCommon/Report", ["PipeCommon/IO", "PipeCommon/CommandLine", "PipeCommon/Batch"]
    ),
    ("qsend/Preparing", library), ("qsend/Transport", library.union(["qsend/Preparing"])),
    ("qsend/Delivering", library.union(["qsend/Preparing", "qsend/Transport"])),
    ("qsend/Settling", library.union(["qsend/Preparing", "qsend/Delivering"])),
    ("qsend/Proving", library.union(["qsend/Preparing", "qsend/Settling"])),
  ]

  private static let library: Set = [
    "PipeCommon/Memory", "PipeCommon/IO", "PipeCommon/JSON", "PipeCommon/CommandLine",
    "PipeCommon/Records", "PipeCommon/Batch", "PipeCommon/Report",
  ]

  @Test(arguments: ["PipeCommon", "qsend"])
  func everyRoomHasItsPlace(part: String) throws {
    let root = Self.sources.appending(path: part)
    let rooms = try FileManager.default.contentsOfDirectory(atPath: root.path)
      .filter { !$0.contains(".") }
    let known = Self.arrows.map(\.room).filter { $0.hasPrefix("\(part)/") }
    #expect(Set(rooms.map { "\(part)/\($0)" }) == Set(known))
  }

  @Test(arguments: arrows.map(\.room))
  func aRoomUsesNoTypeOfOneItMayNotKnow(room: String) throws {
    let known = Self.arrows.first { $0.room == room }?.knows ?? []
    var owners: [String: String] = [:]
    // What stands in a tool the library cannot see, whatever it is called.
    let part = room.prefix { $0 != "/" }
    for (other, _) in Self.arrows
    where other != room && !known.contains(other) && other.hasPrefix("\(part)/") {
      for source in try Self.code(of: other).values {
        for name in Self.declaredTypes(source) { owners[name] = other }
      }
    }
    #expect(!owners.isEmpty || ["PipeCommon/Report", "qsend/Proving"].contains(room))
    for (file, source) in try Self.code(of: room) {
      // A name means the nearest type that has it.
      for name in Self.identifiers(source).subtracting(Self.declaredTypes(source, nested: true)) {
        let owner = owners[name]
        #expect(owner == nil, "\(file) uses \(name)")
      }
    }
  }

  @Test func declarationsAndUsesAreFound() {
    let source = """
      /// Not `Comment`.
      package struct One: Two { let text = "Three" + Six.Seven } // Four
      enum Five {}
        struct Nested {}
      """
    #expect(Self.declaredTypes(Self.withoutCommentsAndTexts(source)) == ["One", "Five"])
    #expect(
      Self.declaredTypes(Self.withoutCommentsAndTexts(source), nested: true).last == "Nested")
    let identifiers = Self.identifiers(Self.withoutCommentsAndTexts(source))
    #expect(identifiers.isSuperset(of: ["One", "Two", "Five", "Six", "Nested"]))
    #expect(identifiers.isDisjoint(with: ["Comment", "Three", "Four", "Seven"]))
  }

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  /// The files of a room by name, without comments and texts.
  private static func code(of room: String) throws -> [String: String] {
    let folder = sources.appending(path: room)
    var code: [String: String] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where name.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      code[name] = withoutCommentsAndTexts(text)
    }
    return code
  }

  private static func withoutCommentsAndTexts(_ source: String) -> String {
    source.replacing(#/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|//[^\n]*/#, with: " ")
  }

  /// The names of types that a file declares, at its top level or also inside other types.
  private static func declaredTypes(_ code: String, nested: Bool = false) -> [String] {
    let declaration =
      #/(?m)^([ \t]*)(?:(?:package|public|private|fileprivate|final|indirect|@\w+)[ \t]+)*(?:struct|class|enum|protocol|actor|typealias)[ \t]+(\w+)/#
    return code.matches(of: declaration).filter { nested || $0.1.isEmpty }.map { String($0.2) }
  }

  /// The names in a file that are not members of something.
  private static func identifiers(_ code: String) -> Set<String> {
    Set(code.matches(of: #/\.?[A-Za-z_]\w*/#).map { String($0.0) }).filter { !$0.hasPrefix(".") }
  }
}
