import Foundation
import TestSupport

/// A sender that is stopped at random, and started again with the very same command, until a run ends
/// by itself, before a server to which everything happens that can happen to a server.
struct ChaosRun {
  /// How the sender is run, the same for the same seed.
  struct Style: CustomStringConvertible {
    let joining: Joining
    /// Whether the input comes through a pipe.
    let isPiped: Bool
    /// Events of a request, and of a batch that users' records share.
    let bulkEvents: Int
    /// Whether the sender must find the account's limit itself.
    let findsPace: Bool

    enum Joining: CaseIterable {
      case none
      /// Of batches that stand in one line for each event.
      case neighbours
      /// Of all that a user has with one envelope.
      case users
    }

    var description: String {
      let parts = [
        (joining == .neighbours, "joining"), (joining == .users, "joining users"),
        (isPiped, "from a pipe"), (findsPace, "finding the pace"),
      ]
      let names = parts.filter(\.0).map(\.1)
      return names.isEmpty ? "plain" : names.joined(separator: " and ")
    }

    init(seed: UInt64) {
      joining = Joining.allCases[Int(seed % 3)]
      isPiped = seed / 3 % 2 == 0
      bulkEvents = [100, 5, 30][Int(seed / 6 % 3)]
      findsPace = seed % 5 == 0
    }
  }

  /// The part of requests that meet a misfortune.
  private static let misfortunes = 0.15

  let folder: URL
  private let seed: UInt64
  let style: Style
  private let mostStops: Int
  /// How many runs ended with which status.
  private(set) var ends: [Int32: Int] = [:]
  /// The exit status of the run that ended by itself.
  private(set) var status: Int32 = 0
  /// Whether the disk was as good as full in the run that ended last.
  private var hasLittleRoom = false

  private var runs: Int { ends.values.reduce(0, +) }

  /// - Parameter mostStops: after so many, a run is let live.
  init(_ input: ChaosInput, in folder: URL, seed: UInt64, mostStops: Int) throws {
    self.folder = folder
    self.seed = seed
    style = Style(seed: seed)
    self.mostStops = mostStops
    try Data(input.text).write(to: folder.appending(path: "input"))
  }

  func contents(_ file: String) -> [UInt8] {
    let data = try? Data(contentsOf: folder.appending(path: file))
    return data.map { [UInt8]($0) } ?? []
  }

  mutating func run() async throws {
    let server = try await StandIn(
      in: folder,
      "--strict --refuse \(ChaosInput.refused) --chaos \(Self.misfortunes):\(seed) "
        + "--takes 'events[].data.custom_event_type=\"unknown\"'"
        + (style.findsPace ? " --rate 3000" : ""))
    defer { server.stop() }
    var random = SeededGenerator(seed: seed)
    repeat {
      let isLast = runs == mostStops
      hasLittleRoom = !isLast && Int.random(in: 0..<4, using: &random) == 0
      let sender = try Shell.start(command(server.url, &random), in: folder)
      if !isLast { try await stop(sender, &random) }
      while sender.isRunning { try await Task.sleep(for: .milliseconds(5)) }
      status = sender.terminationStatus
      ends[status, default: 0] += 1
    } while wasStopped
  }

  /// Whether the last run did not end by itself.
  private var wasStopped: Bool {
    [SIGKILL, SIGTERM, SIGINT].contains { status == 128 + $0 } || status == 3 && hasLittleRoom
  }

  /// The sender's command. The shell writes down which process it is; a program that takes the
  /// shell's place would not hear the signals that a test's threads hold back.
  private func command(_ url: String, _ random: inout SeededGenerator) -> String {
    let largest = ["receipts", "rejects"].map { contents($0).count }.max() ?? 0
    let blocks = (largest + Int.random(in: 1000...100_000, using: &random)) / 512 + 1
    let room = hasLittleRoom ? "ulimit -f \(blocks);" : ""
    let join =
      switch style.joining {
      case .none: ""
      case .neighbours: "--join"
      case .users: "--join=user --bulk-events \(style.bulkEvents)"
      }
    let pipe = "rm -f pipe; mkfifo pipe; cat input > pipe &"
    return """
      rm -f pid; \(style.isPiped ? pipe : "") \(room)
      qsend --url \(url) --journal journal --rejects rejects --summary summary \
        --give-up-after 5m --timeout 5 \(style.findsPace ? "" : "--rate 1000000") \
        \(join) < \(style.isPiped ? "pipe" : "input") >> receipts 2>> errors &
      echo $! > pid; wait $!
      """
  }

  /// Stops a sender after a while, unless it ends before.
  private func stop(_ sender: Process, _ random: inout SeededGenerator) async throws {
    let end = ContinuousClock.now + .seconds(Double.random(in: 0.2...3, using: &random))
    let signal = [SIGKILL, SIGKILL, SIGTERM, SIGINT].randomElement(using: &random) ?? SIGKILL
    while sender.isRunning, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(5))
    }
    let text = String(decoding: contents("pid"), as: UTF8.self)
    guard sender.isRunning, let pid = Int32(text.trimmingCharacters(in: .newlines)) else { return }
    kill(pid, signal)
  }
}
