import Foundation
import Testing

extension ProgramTests {
  /// Nothing is lost and nothing arrives under a second id, whatever happens to the server, and
  /// however often the sender is stopped.
  ///
  /// `scripts/chaos` runs it for as long as one likes; a failure names its seed.
  @Suite struct ChaosTests {
    private static let batches = 20_000
    private static let mostStops = 8

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
      let input = ChaosInput(
        batches: Self.batches, seed: seed, joining: ChaosRun.Style(seed: seed).joining)
      var run = try ChaosRun(input, in: folder, seed: seed, mostStops: Self.mostStops)
      try await run.run()
      let check = ChaosCheck(run, of: input)
      let time = start.duration(to: .now) / .seconds(1)
      let ends = run.ends.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
      print(
        "chaos: seed \(seed), \(run.style), \(input.lines) lines, "
          + "\(input.count(.rejected)) refused, \(check.arrivals.batches) batches arrived, "
          + "\(check.arrivals.repeated) of them again, ends: \(ends.joined(separator: ", ")), "
          + "\(Int(time)) s, \(check.faults.count) faults")
      let isSound = check.faults.isEmpty
      #expect(
        isSound, "seed \(seed), \(check.faults.count) faults, in \(folder.path):\n\(check.excerpt)")
      if isSound { try FileManager.default.removeItem(at: folder) }
      return isSound
    }
  }
}
