import PipeCommon

/// How those fare on one path whom nobody suspects: whoever fails while they are accepted is at fault.
struct Pulse {
  /// A witness speaks for so many seconds before and after.
  static let reach = 30.0
  /// Seconds after which a batch that was accepted may be sent again as a witness.
  static let maturity = 60.0

  /// What each further witness leaves of the weight of those before.
  private static let memory = 0.99

  private var lastAccepted: Double?
  /// Witnesses and how many of them failed, older ones counting ever less.
  private var heard = 0.0
  private var failed = 0.0
  /// A small batch that was accepted a minute ago at least, and a smaller one that is not so old.
  private var mature: OutgoingBatch?
  private var young: (batch: OutgoingBatch, since: Double)?

  /// - Parameter failures: how often in a row it had failed, which it turns out was not its fault;
  ///   `nil` if that is not known.
  mutating func noteAccepted(failures: Int?, now: Double) {
    lastAccepted = now
    guard let failures else { return }
    for _ in 0..<min(failures, 100) { hear(failed: true) }
    hear(failed: false)
  }

  mutating func noteWitnessFailed() {
    hear(failed: true)
    lastAccepted = nil
  }

  private mutating func hear(failed isFailure: Bool) {
    heard = heard * Self.memory + 1
    failed = failed * Self.memory + (isFailure ? 1 : 0)
  }

  /// Whether a witness was accepted just now.
  func isStrong(_ now: Double) -> Bool { lastAccepted.map { now - $0 <= Self.reach } ?? false }

  /// How likely a batch that is in order fails as well: the share of witnesses that failed, as large
  /// as it may well be after so few were heard.
  var failingShare: Double {
    let share = (failed + 0.5) / (heard + 1)
    return min(share + 2 * (share * (1 - share) / (heard + 1)).squareRoot(), 0.95)
  }

  // MARK: Witnesses

  /// Remembers a batch that was accepted.
  mutating func remember(_ batch: OutgoingBatch, now: Double) {
    ripen(now)
    // The first is good enough to begin with: it must not wait for ever smaller ones.
    guard mature != nil || young == nil else { return }
    if let known = young?.batch ?? mature, !batch.isBetterWitness(than: known) { return }
    young = (batch, now)
  }

  private mutating func ripen(_ now: Double) {
    guard let known = young, now - known.since >= Self.maturity else { return }
    mature = known.batch
    young = nil
  }

  /// The batch to send again, if there is one that is old enough.
  mutating func witness(_ now: Double) -> OutgoingBatch? {
    ripen(now)
    return mature
  }

  /// The one that there is, or will be.
  var known: OutgoingBatch? { mature ?? young?.batch }

  /// The same where it is one record's alone, which a later run finds again.
  var lasting: OutgoingBatch? {
    [mature, young?.batch].lazy.compactMap { $0 }.first(where: \.members.isEmpty)
  }

  /// Seconds until there is one.
  func timeToWitness(_ now: Double) -> Double? {
    mature == nil ? young.map { max($0.since + Self.maturity - now, 0) } : nil
  }

  mutating func forgetWitness() { mature = nil }
}

extension OutgoingBatch {
  /// Whether it is one record's alone where the other is not, or else smaller.
  func isBetterWitness(than other: OutgoingBatch) -> Bool {
    members.isEmpty == other.members.isEmpty ? size < other.size : members.isEmpty
  }
}
