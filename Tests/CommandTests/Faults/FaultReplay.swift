import Foundation
import Testing

/// A replay in a folder: the sender is run with faults, then without, until it has come to its end.
struct FaultReplay {
  /// What befalls one call of the system.
  struct Fault: CustomStringConvertible {
    enum Kind: String, CaseIterable {
      case error, full, short, kill
    }

    let kind: Kind
    let call: Int

    var description: String { "\(kind) at call \(call)" }

    /// Whether a run may end with this status.
    func allows(_ status: Int, _ befallen: String) -> Bool {
      // Only what there is no room for fails on a full disk, and nobody minds what cannot be removed.
      let needsRoom = befallen.hasPrefix("write") || befallen.hasPrefix("open")
      return switch kind {
      case .kill: status == 137
      case .short: status <= 1
      case .full: status == 3 || !needsRoom
      case .error: status == 3 || befallen.hasPrefix("unlink")
      }
    }
  }

  /// What became of it.
  struct End {
    /// The exit statuses of the runs.
    let statuses: [Int]
    /// The call that each fault befell, as `write receipts`; empty if the run ended before it.
    let befallen: [String]
    let receipts: String
    let rejects: String
    let journal: String
    let arrived: [UInt8]
  }

  private let folder: URL
  private let library: String
  private let url: String
  /// Where a trial begins: what a run without faults has left of its first records.
  private let begun: String
  /// What arrived by then.
  private var arrived: [UInt8] = []

  /// - Parameter begun: how many records were settled before the faults begin.
  init(
    _ input: FaultInput, in folder: URL, library: URL, url: String, begun: Int
  ) async throws {
    self.folder = folder
    self.library = library.path
    self.url = url
    try FileManager.default.createDirectory(
      at: folder.appending(path: "kept"), withIntermediateDirectories: true)
    try Data(input.text.utf8).write(to: folder.appending(path: "input"))
    guard begun > 0 else {
      self.begun = "rm -f kept/*"
      return
    }
    // The files stay the same ones: the journal remembers which they were.
    self.begun = """
      rm -f kept/journal.new && for f in receipts rejects journal; do cat begun/$f > kept/$f; done
      """
    let before = try acceptedSize()
    let outcome = try await Shell.run(
      "\(sender(nil, "--limit \(begun)")); echo $?; cp -r kept begun", in: folder)
    try #require(outcome.stdout == "1\n", "\(outcome.stderr)")
    arrived = try accepted(from: before)
  }

  /// Runs the sender once for each fault, and then until it ends by itself.
  func run(_ faults: [Fault]) async throws -> End {
    let before = try acceptedSize()
    let commands = faults.enumerated().map { "\(sender($1, log: $0)); echo $?" }
    let outcome = try await Shell.run(
      ([begun, "rm -f befallen.*"] + commands + [sender(nil), "echo $?"]).joined(separator: "\n"),
      in: folder)
    func text(_ file: String) -> String { String(decoding: contents(file), as: UTF8.self) }
    return End(
      statuses: outcome.stdout.split(separator: "\n").compactMap { Int($0) },
      befallen: faults.indices.map {
        text("befallen.\($0)").trimmingCharacters(in: .newlines)
      },
      receipts: text("kept/receipts"), rejects: text("kept/rejects"),
      journal: text("kept/journal"),
      arrived: arrived + (try accepted(from: before)))
  }

  private func sender(_ fault: Fault?, log: Int = 0, _ more: String = "") -> String {
    let faults = fault.map {
      """
      LD_PRELOAD=\(library) FAULT_FOLDER=$PWD/kept FAULT_LOG=$PWD/befallen.\(log) \
      FAULT_KIND=\($0.kind) FAULT_AT=\($0.call)
      """
    }
    return """
      env MPARTICLE_API_KEY=key MPARTICLE_API_SECRET=secret \(faults ?? "") \
      qsend -q --url \(url) --rate 1000000 --concurrency 1 --join \(more) \
      --journal $PWD/kept/journal --rejects $PWD/kept/rejects < input >> kept/receipts
      """
  }

  /// How much the server has taken so far, of all replays.
  private func acceptedSize() throws -> UInt64 {
    try FileHandle(forReadingFrom: folder.appending(path: "../accepted")).seekToEnd()
  }

  private func accepted(from start: UInt64) throws -> [UInt8] {
    let file = try FileHandle(forReadingFrom: folder.appending(path: "../accepted"))
    try file.seek(toOffset: start)
    return [UInt8](try file.readToEnd() ?? Data())
  }

  private func contents(_ file: String) -> [UInt8] {
    (try? Data(contentsOf: folder.appending(path: file))).map { [UInt8]($0) } ?? []
  }
}
