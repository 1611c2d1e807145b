import Foundation
import Testing

extension ProgramTests {
  /// Runs the built tools as a user does: one folder of `Golden` for each behaviour, with the
  /// `command` for the shell, its inputs, and what must come of it: `stdout`, `stderr`, `status`.
  ///
  /// `scripts/golden-update` writes the expectations anew; read the difference before you keep it.
  @Suite(.serialized) struct GoldenTests {
    @Test(arguments: GoldenCase.all)
    func theToolsDoWhatIsWrittenDown(golden: GoldenCase) async throws {
      let outcome = try await golden.run()
      if GoldenCase.isUpdating { return try golden.keep(outcome) }
      #expect(outcome.status == golden.expected("status"), "\(golden.name): exit status")
      #expect(outcome.stdout == golden.expected("stdout"), "\(golden.name): standard output")
      #expect(outcome.stderr == golden.expected("stderr"), "\(golden.name): standard error")
    }
  }
}

/// One folder of `Golden`.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  let name: String

  var testDescription: String { name }

  static let isUpdating = ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] != nil

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// Every case whose `requires` (names of commands) are on this machine; `scripts/test` counts the others.
  static let all: [GoldenCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    let cases = names.sorted().map(GoldenCase.init).filter { $0.expected("command") != nil }
    return cases.filter { golden in
      let required = (golden.expected("requires") ?? "").split(whereSeparator: \.isWhitespace)
      return required.allSatisfy { Shell.has(String($0)) }
    }
  }()

  func expected(_ file: String) -> String? {
    let path = Self.root.appending(path: name).appending(path: file)
    return (try? Data(contentsOf: path)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs the command in a copy of the folder.
  func run() async throws -> Shell.Outcome {
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: name)
    try FileManager.default.copyItem(at: Self.root.appending(path: name), to: copy)
    for file in ["stand-in.sh", "members"] {
      try FileManager.default.copyItem(
        at: Self.root.appending(path: file), to: folder.appending(path: file))
    }
    try FileManager.default.createSymbolicLink(
      at: Shell.link(beside: copy), withDestinationURL: Shell.project)
    return try await Shell.run(expected("command") ?? "", in: copy)
  }

  func keep(_ outcome: Shell.Outcome) throws {
    for (file, text) in [
      ("stdout", outcome.stdout), ("stderr", outcome.stderr), ("status", outcome.status),
    ] {
      try Data(text.utf8).write(to: Self.root.appending(path: "\(name)/\(file)"))
    }
  }
}
