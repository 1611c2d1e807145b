import PipeCommon
import Synchronization
import TestSupport

/// Misfortunes at random, the same for the same seed.
///
/// What befalls a request depends on the seed and on how many requests came before it, never on the
/// time: a run that found a fault can be repeated.
final class Chaos: Sendable {
  let seed: UInt64
  private let probability: Double
  private let requests = Atomic<UInt64>(0)

  /// - Parameter text: the probability, such as `0.15`, perhaps with a seed: `0.15:42`.
  init(_ text: String) throws(UsageError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    probability = try StandInSettings.decimal(parts.first ?? "", in: 0...1, "--chaos")
    if parts.count < 2 {
      seed = .random(in: 0..<1_000_000)
    } else if let given = UInt64(parts[1]) {
      seed = given
    } else {
      throw UsageError("--chaos takes a probability and a seed such as 0.15:42, not '\(text)'")
    }
  }

  /// What befalls the next request, if something does.
  func next() -> Misfortune? {
    let number = requests.wrappingAdd(1, ordering: .relaxed).oldValue
    var random = SeededGenerator(seed: seed &+ number &* 0xD134_2543_DE82_EF95)
    guard Double.random(in: 0..<1, using: &random) < probability else { return nil }
    let isPatient = Bool.random(using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .refused(status: 500, retryAfter: nil)
    case 1: return .refused(status: 503, retryAfter: isPatient ? 1 : nil)
    case 2: return .refused(status: 429, retryAfter: nil)
    case 3: return .resetBeforeBody
    case 4: return .resetAfterProcessing
    case 5: return .delayed(milliseconds: .random(in: 1...300, using: &random))
    case 6: return .cutInHeaders
    case 7: return .cutInBody
    default:
      let length = Int.random(in: 1...64, using: &random)
      return .garbage((0..<length).map { _ in .random(in: 0...255, using: &random) })
    }
  }
}
