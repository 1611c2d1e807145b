import PipeCommon

/// Which request leaves next, and whose fault it is that one fails. It knows no network and no clock:
/// it is asked for a parcel, told what came of it, and says which batches are settled.
///
///     waiting ─▶ parcel ──accepted──▶ settled
///                  │  ▲
///        fails twice  └─ once: again
///                  ▼
///              halves ─▶ … ─▶ single: a suspect ──5 failures, each between witnesses──▶ rejected
///
/// Halving blames nobody. A single batch is blamed by a 400 or 413, and else only beside a witness:
/// another user's batch that is accepted just before and just after. Where none waits, one that was
/// accepted long ago is sent again, which the server drops.
///
/// After a few failures in a row the server itself is in doubt. Then one request at a time asks how
/// it is, drawn from anywhere, until one is accepted; nothing counts meanwhile.
///
/// A parcel that failed is set aside with its users, whose later batches wait for it.
struct Dispatcher {
  /// What the user has set.
  struct Rules: Sendable {
    var limits = RequestLimits()
    var width = RequestWidth(nil)
    /// Whether refusals count however many there are.
    var isForced = false
    /// Whether an accepted batch may be sent again as a witness.
    var probes = true
  }

  /// What an answer decides.
  struct Ruling {
    var settled: [(parcel: Parcel, status: Outcome.Status, complaint: Parcel.Complaint?)] = []
    /// A batch that several records share was refused: each goes by itself.
    var apart: Parcel?
    /// Why nothing more may be sent.
    var stop: Stop?
  }

  enum Stop: Equatable {
    /// All is refused, what was accepted before as well.
    case systemic
    /// The credentials or the address are refused.
    case denied
  }

  /// So many failures in a row put the server in doubt.
  static let failuresUntilDoubt = 8
  /// After so many failures beside witnesses a suspect waits no longer than before: at most 8 s.
  static let failuresUntilSteady = 5
  /// Seconds for the answer to a parcel that may be halved, at least.
  static let leastPatience = 5.0
  /// So many refusals in a row may not be the batches' fault.
  static let systemicRefusals = 100
  /// So many single batches one after the other that are denied before anything was accepted.
  static let denialsUntilStop = 3

  var rules: Rules
  let doubts: DoubtBook
  /// Numbers from 0 to below 1.
  let random: @Sendable () -> Double
  var waiting = WaitingBatches()
  /// Whether more may come soon, so that filling a request is worth a moment.
  var inputIsFlowing = true
  var isClosed = false
  var isStopped = false

  /// What failed or was halved, in the order in which it was set aside.
  var aside: [Parcel] = []
  /// Batches that were refused and are being taken apart; their users wait.
  var apart: [Parcel] = []
  /// The parcels that a user's batches are in, in input order; only the first may leave.
  var holders: [UserKey: [Int]] = [:]
  var parcels = 0

  var underWay = UnderWay()
  var pulses: [Endpoint: Pulse] = [:]
  var hasAccepted = false
  /// Seconds that the slowest acceptance of late took.
  var slowest = 0.0
  /// Failures since the last sign of life.
  var strikes = 0
  /// When the server may be asked again how it is.
  var asksAgainAt = 0.0
  var refusalsInARow = 0
  var denials = 0
  var deniedAt: Double?
  var prefersAside = false

  /// The requests under way, by what they are.
  struct UnderWay {
    var bulk = 0
    /// Those of one batch, and those that failed before, however many they hold.
    var single = 0
    /// Those that failed before.
    var suspects = 0
    /// Those that were called as witnesses.
    var called = 0
    /// Those that ask how the server is.
    var asking = 0
    var all: Int { bulk + single }

    /// Counts a parcel that leaves, or with -1 one that is back.
    mutating func count(_ parcel: Parcel, _ change: Int) {
      if parcel.isNarrow { single += change } else { bulk += change }
      if parcel.isSuspect { suspects += change }
      if parcel.isCalled { called += change }
      if parcel.isAsked { asking += change }
    }
  }

  init(
    _ rules: Rules, _ doubts: DoubtBook,
    random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.rules = rules
    self.doubts = doubts
    self.random = random
  }

  /// Whether nothing waits and nothing is under way.
  var isIdle: Bool {
    waiting.count == 0 && aside.isEmpty && apart.isEmpty && underWay.all == 0
  }

  /// Whether a parcel may become due by time alone.
  var waitsForTime: Bool {
    !isStopped && (!aside.isEmpty || isServerInDoubt || isSystemFaultLikely)
  }

  /// Whether no request will ever leave again.
  var isDone: Bool { isStopped || isClosed && isIdle }

  mutating func put(_ batch: OutgoingBatch) {
    guard !isStopped else { return }
    waiting.add(batch)
    inputIsFlowing = true
  }

  /// Sends nothing more.
  mutating func abandon() {
    isStopped = true
    isClosed = true
    waiting = WaitingBatches()
    aside = []
    apart = []
  }
}
