import PipeCommon

/// What the user wants of qsend.
struct Options: ToolSettings {
  var common = CommonSettings()
  var operands: [String] = []

  var pod: Destination.Pod?
  var base: String?
  var endpoint = Router.Mode.auto
  /// Before this, events are old; 30 days before the start if `nil`.
  var historicalBefore: Timestamp?
  var credentialsFile: String?

  var isDryRun = false
  var replayID = ""
  var environment: String?
  var requiresMPID = false
  var allowsDelivered = false
  var allowsAnyTime = false
  var doubtful = BatchPolicy.Doubtful.ask
  /// Records to settle, then to stop.
  var limit: Int?
  var isForced = false
  var joins: Joining?
  var journal: String?
  var rebinds = false
  /// Batches a second; `nil` to find the account's limit.
  var rate: Int?
  var concurrency: Int?
  /// Seconds.
  var timeout = 60
  /// Seconds.
  var giveUpAfter = 3600
  /// Seconds between lines for a log; 0 for none, `nil` for ever fewer.
  var logEvery: Int?
  var receiptsFor = Receipt.Wanted.all
  /// Seconds that requests under way get once it is to stop.
  var grace = 20
  /// Whether an accepted batch may be sent again to see whether the server is well.
  var mayProbe = true
  var requestLimits = RequestLimits()

  /// Receipts by which to say what became of the input, instead of sending it.
  var receipts: String?
  var reportForm: ReportForm?
  /// How that is written.
  var proofForm: ReportForm { reportForm ?? .table }

  /// Filled in by `validate`; there is neither in a rehearsal.
  private(set) var destination: Destination?
  private(set) var credentials: Credentials?
  /// What the user should know before the work begins.
  var notices: [String] = []

  /// Which records go as one batch.
  enum Joining {
    /// Those that stand next to each other and were one.
    case neighbours
    /// Those of a user with one envelope.
    case user
  }

  /// What a request may hold: at most a second's worth, so that it is no burst.
  var limits: RequestLimits {
    var limits = requestLimits
    limits.batches = endpoint == .events ? 1 : min(limits.batches, rate ?? .max)
    return limits
  }

  /// The options that change what is sent, or what is valid, as the journal remembers them.
  var whatIsSent: String {
    [
      environment.map { "environment=\($0)" }, requiresMPID ? "require-mpid" : nil,
      allowsDelivered ? "allow-delivered" : nil, allowsAnyTime ? "any-time" : nil,
      doubtful == .ask ? nil : "doubtful=\(doubtful.rawValue)", whatIsJoined,
      common.maxRecord == CommonSettings.defaultMaxRecord ? nil : "max-record=\(common.maxRecord)",
    ].compactMap { $0 }.joined(separator: " ")
  }

  /// Batches that records share are others with other limits.
  private var whatIsJoined: String? {
    switch joins {
    case nil: nil
    case .neighbours: "join"
    case .user: "join=user bulk-events=\(requestLimits.events)"
    }
  }

  var outputs: [(option: String, path: String)] {
    common.outputs
      + (journal.map { [("--journal", $0), ("--journal", DurableFile.successor(of: $0))] } ?? [])
  }

  mutating func validate() throws(UsageError) {
    if receipts != nil { return try validateProof() }
    if reportForm != nil { throw UsageError("--report goes with --prove only") }
    if pod != nil, base != nil { throw UsageError("give either --pod or --url, not both") }
    if let pod { destination = Destination(pod: pod) }
    if let base { destination = try Destination(base: base) }
    if isDryRun { return }
    guard destination != nil else {
      throw UsageError("where to? give --pod us1, us2, eu1 or au1, or --url (or --dry-run)")
    }
    credentials = try Credentials(file: credentialsFile)
  }

  /// A proof sends nothing: whoever says how to send means something else.
  private func validateProof() throws(UsageError) {
    let others = [
      (pod != nil, "--pod"), (base != nil, "--url"), (credentialsFile != nil, "--credentials"),
      (journal != nil, "--journal"), (isDryRun, "--dry-run"), (limit != nil, "--limit"),
    ]
    if let other = others.first(where: \.0)?.1 {
      throw UsageError("--prove sends nothing, so \(other) cannot go with it")
    }
    guard let receipts, let identity = FileIdentity(path: receipts) else { return }
    guard identity.isRegular else {
      throw UsageError("--prove reads the receipts more than once: \(receipts) is no regular file")
    }
    if operands.contains(where: { FileIdentity(path: $0) == identity }) {
      throw UsageError("--prove: \(receipts) is given as input as well")
    }
  }
}
