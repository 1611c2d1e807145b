/// How many faults there were, and what came of them.
struct FaultTally: CustomStringConvertible {
  private var check: FaultCheck
  private var runs = 0
  private var replays = 0
  /// How often each call was befallen.
  private var calls: [String: Int] = [:]

  var faults: [String] { check.faults }

  init(_ input: FaultInput) { check = FaultCheck(input) }

  var description: String {
    let calls = calls.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "faults: \(replays) replays, \(runs) runs of qsend, "
      + "\(self.calls.values.reduce(0, +)) calls befallen (\(calls.joined(separator: ", "))), "
      + "\(faults.count) faults"
  }

  /// Makes a replay with faults.
  ///
  /// - Returns: the call that each befell; empty if the run ended before it.
  mutating func take(
    _ faults: [FaultReplay.Fault], _ replay: FaultReplay, _ name: String
  ) async throws -> [String] {
    let end = try await replay.run(faults)
    replays += 1
    runs += end.statuses.count
    for call in end.befallen where !call.isEmpty { calls[call, default: 0] += 1 }
    for (fault, (call, status)) in zip(faults, zip(end.befallen, end.statuses)) {
      // A call that failed must not be passed over, and none that did not must fail.
      if !call.isEmpty, !fault.allows(status, call) {
        check.add("\(name), \(fault), \(call): the run ended with \(status)")
      }
    }
    check.check(end, "\(name), \(faults)")
    return end.befallen
  }
}
