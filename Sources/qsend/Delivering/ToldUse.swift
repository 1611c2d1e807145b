import PipeCommon

/// The percentage that acceptances carry, and whether it can be believed.
///
/// It may be about something else than what refuses: then it stays the same whatever is sent, or many
/// requests are refused that it did not announce. A single such refusal is a misfortune and no limit.
struct ToldUse {
  /// From this percentage on a refusal is announced.
  private static let full = 94.0
  /// The share of a second's requests, and their number, whose refusal cannot be chance.
  private static let many = (share: 0.1, number: 5.0)
  /// Less than this may be the same because it is so little.
  private static let some = 50.0
  /// By how much what is sent must have changed, as a power of e, while the percentage did not.
  private static let change = 0.2

  private(set) var percentage: Double?
  /// Whether refusals came that it had not announced.
  private var isUnrelated = false
  /// Whether it is the same whatever is sent; what was sent when it became so.
  private var isFrozen = false
  private var flows: [Double] = []

  var isBelieved: Bool { percentage != nil && !isUnrelated && !isFrozen }

  /// Whether it announces refusals.
  var isFull: Bool { percentage.map { $0 >= Self.full } ?? false }

  /// - Returns: whether what was learned before has to be forgotten.
  mutating func note(_ percentage: Double, _ sent: SentLog, now: Double) -> Bool {
    let wasBelieved = isBelieved || self.percentage == nil
    let flows = LimitGuess.lengths.map { max(sent.flow($0, until: now), 0.1) }
    if percentage != self.percentage {
      (isFrozen, self.flows) = (false, flows)
    } else if percentage >= Self.some,
      zip(flows, self.flows).allSatisfy({ abs(log($0 / $1)) > Self.change })
    {
      isFrozen = true
    }
    self.percentage = percentage
    if isFull { isUnrelated = false }
    return isBelieved != wasBelieved
  }

  /// A request was refused.
  ///
  /// - Parameters:
  ///   - lost: requests that were refused in the last second.
  ///   - taken: those that were accepted.
  /// - Returns: whether it is put down to a limit.
  mutating func noteRefused(lost: Double, taken: Double) -> Bool {
    guard isBelieved, !isFull else { return true }
    isUnrelated = lost >= Self.many.number && lost >= Self.many.share * (taken + lost)
    return isUnrelated
  }
}
