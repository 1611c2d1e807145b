import PipeCommon

/// What a run demands of batches beyond what the reference does.
///
/// Everything here is an option, or what the journal remembers: so a verdict, and with it an id, is
/// the same on every run.
struct BatchPolicy {
  /// What becomes of a batch about which the sources of the reference disagree.
  enum Doubtful: String, CaseIterable, Sendable {
    /// It goes by itself to where the server names faults, until its kind of doubt is settled.
    case ask
    /// It goes like any other.
    case send
    /// It is invalid.
    case refuse
  }

  /// The environment that all batches must be of.
  var environment: String?
  var requiresMPID = false
  var allowsDelivered = false
  /// Whether times may be as they like.
  var allowsAnyTime = false
  var doubtful = Doubtful.ask
  /// When the first run began.
  var started: Timestamp
  /// The kinds of doubt that need not be asked about: on the historical path there is no asking.
  var trustedKinds: Set<Int> = []

  init(started: Timestamp) { self.started = started }

  /// mParticle has existed since 2012; nothing was ever sent to it that is older.
  static let earliest = Timestamp(milliseconds: 1_325_376_000_000)
  /// Clocks of devices run ahead; more than a day is no clock any more.
  static let tolerance = Timestamp.millisecondsADay

  /// The latest time that an event may have.
  ///
  /// - Parameter received: when the batch was received, if it says so plausibly.
  func latest(_ received: Timestamp?) -> Int64 {
    let received = received.flatMap { $0 >= Self.earliest ? $0 : nil } ?? started
    return received.milliseconds.addingReportingOverflow(Self.tolerance).partialValue
  }
}
