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
      while try await round(seed), ContinuousClock.now < end { seed += 1 }
    }

    /// One input from its first batch to its last; what is left behind shows what went wrong.
    ///
    /// - Returns: whether everything was as it must be.
    private func round(_ seed: UInt64) async throws -> Bool {
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
      let isSound = check.faults.isEmpty
      #expect(
        isSound, "seed \(seed), \(check.faults.count) faults, in \(folder.path):\n\(check.excerpt)")
      if isSound { try FileManager.default.removeItem(at: folder) }
      return isSound
    }
  }
}
