import Foundation
import TestSupport
import Testing

extension ProgramTests {
  /// Whatever call of the system fails under qsend, or is its last: running it again loses nothing,
  /// sends nothing under a second id, and writes no line twice.
  ///
  /// Exhaustive: each call that changes receipts, rejects or journal, one after the other, in a run
  /// from the start and in one that goes on from a journal. And kills at each of them,
  /// with another one in the next run.
  @Suite struct FaultTests {
    @Test(.enabled(if: !GoldenCase.isUpdating && Self.canPreload))
    func nothingIsLostWhateverCallFails() async throws {
      let folder = try Shell.temporaryFolder()
      let library = try await Self.library(in: folder)
      let server = try await StandIn(in: folder, "--refuse \(FaultInput.refused)")
      defer { server.stop() }
      let input = FaultInput()
      var tally = FaultTally(input)
      let seed = UInt64.random(in: 0..<1_000_000)
      var random = SeededGenerator(seed: seed)
      for (name, begun) in [("fresh", 0), ("resumed", 30)] {
        let replay = try await FaultReplay(
          input, in: folder.appending(path: name), library: library, url: server.url,
          begun: begun)
        for kind in FaultReplay.Fault.Kind.allCases {
          for call in 1... {
            let fault = FaultReplay.Fault(kind: kind, call: call)
            if try await tally.take([fault], replay, name)[0].isEmpty { break }
          }
        }
        for call in 1... {
          let calls = [call, Int.random(in: 1...20, using: &random)]
          let kills = calls.map { FaultReplay.Fault(kind: .kill, call: $0) }
          if try await tally.take(kills, replay, name)[0].isEmpty { break }
        }
      }
      print(tally)
      #expect(
        tally.faults.isEmpty,
        "seed \(seed), in \(folder.path):\n\(tally.faults.prefix(12).joined(separator: "\n"))")
      if tally.faults.isEmpty { try FileManager.default.removeItem(at: folder) }
    }

    /// Two runs on one journal must never both go on, so without locks none does.
    @Test(.enabled(if: !GoldenCase.isUpdating && Self.canPreload))
    func aJournalThatCannotBeLockedSendsNothing() async throws {
      let folder = try Shell.temporaryFolder()
      let library = try await Self.library(in: folder)
      let server = try await StandIn(in: folder, "")
      defer { server.stop() }
      try Data((FaultInput().text).utf8).write(to: folder.appending(path: "input"))
      let outcome = try await Shell.run(
        """
        env MPARTICLE_API_KEY=key MPARTICLE_API_SECRET=secret LD_PRELOAD=\(library.path) \
        FAULT_FOLDER=$PWD FAULT_KIND=nolock qsend --url \(server.url) --journal $PWD/journal input
        """, in: folder)
      #expect(outcome.status == "3\n")
      #expect(
        outcome.stderr.contains("No locks available; put it on a file system of this machine"))
      #expect(outcome.stdout.isEmpty)
      try FileManager.default.removeItem(at: folder)
    }

    /// A library can be put before those of a program on Linux only, and is made from C.
    private static let canPreload: Bool = {
      #if os(Linux)
        if Shell.has("cc") { return true }
      #endif
      print("skipped: faults in the system's calls need cc, and Linux")
      return false
    }()

    private static func library(in folder: URL) async throws -> URL {
      let source = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Faults/faults.c").path
      let folder = folder.appending(path: "library")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let outcome = try await Shell.run(
        "cc -O1 -shared -fPIC -o faults.so '\(source)' -ldl", in: folder)
      try #require(outcome.status == "0\n", "\(outcome.stderr)")
      return folder.appending(path: "faults.so")
    }
  }
}
