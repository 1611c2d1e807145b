import Foundation
import Testing

extension ProgramTests {
  /// Nothing is lost and nothing arrives under a second id, whatever happens to the server, and
  /// however often the sender is killed.
  ///
  /// `scripts/chaos` runs it for as long as one likes; a failure names its seed.
  @Suite struct ChaosTests {
    private static let batches = 20_000
    private static let mostKills = 8

    @Test(.enabled(if: !GoldenCase.isUpdating))
    func everyBatchArrivesUnderOneIDHoweverOftenTheSenderIsKilled() async throws {
      let environment = ProcessInfo.processInfo.environment
      let seconds = environment["CHAOS_SECONDS"].flatMap { Double($0) } ?? 0
      var seed =
        environment["CHAOS_SEED"].flatMap { UInt64($0) } ?? UInt64(Date().timeIntervalSince1970)
      let end = ContinuousClock.now + .seconds(seconds)
      repeat {
        try await round(seed)
        seed += 1
      } while ContinuousClock.now < end
    }

    /// One input from its first batch to its last.
    private func round(_ seed: UInt64) async throws {
      let start = ContinuousClock.now
      let folder = try Shell.temporaryFolder()
      let input = ChaosInput(batches: Self.batches, seed: seed)
      var run = try ChaosRun(input, in: folder, seed: seed, mostKills: Self.mostKills)
      try await run.run()
      let check = ChaosCheck(run, of: input)
      let time = start.duration(to: .now) / .seconds(1)
      print(
        "chaos: seed \(seed), \(input.records.count) records, \(run.kills) kills, "
          + "\(check.arrivals.batches) batches arrived, \(check.arrivals.repeated) of them again, "
          + "\(check.receipts.repeated) records with a second receipt, \(Int(time)) s")
      let faults = check.faults
      let shown = faults.prefix(20).joined(separator: "\n")
      #expect(faults.isEmpty, "seed \(seed), \(faults.count) faults, in \(folder.path):\n\(shown)")
      if faults.isEmpty { try FileManager.default.removeItem(at: folder) }
    }
  }
}
