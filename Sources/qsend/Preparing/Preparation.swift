import PipeCommon

/// From a record to batches ready to be sent, or to the reason why it is not.
///
///     record ─ WireWalk ─ BatchJudge ─ Router ─ WireParts ─ RequestID ─▶ OutgoingBatch …
struct Preparation {
  private let policy: BatchPolicy
  private let router: Router
  private let replayID: String
  /// What is asked of the result.
  private let needs: Needs
  private var walk: WireWalk
  private var judge: BatchJudge

  /// What applied to batches that are sent all the same.
  private(set) var warnings = BatchWarnings(now: .now)
  private var distinctUsers = DistinctCount()

  /// What is worth keeping of a record.
  struct Needs {
    /// The wire form: not in a rehearsal.
    var wire = true
    /// What tells which batches could be joined: only in a rehearsal.
    var envelope = false
    /// The record itself, for the rejects.
    var record = true
  }

  /// How many different users the batches are for.
  var users: Int { distinctUsers.count }

  /// The kinds of doubt there were so far.
  var doubtKinds: DoubtKinds { walk.kinds }

  /// The kinds of doubt that go where nobody can be asked.
  var trustedKinds: Set<Int> { policy.trustedKinds }

  var unknownMembers: UnknownMembers { walk.unknownMembers }

  init(
    _ policy: BatchPolicy, _ router: Router, replayID: String, _ needs: Needs = Needs(),
    _ kinds: DoubtKinds = DoubtKinds()
  ) {
    self.policy = policy
    self.router = router
    self.replayID = replayID
    self.needs = needs
    walk = WireWalk(kinds)
    judge = BatchJudge(policy)
  }

  /// What became of a record.
  enum Result {
    case ready(PreparedRecord)
    /// Not to be sent, with the input for the rejects.
    case invalid(JSONFault, RecordOrigin, record: [UInt8])
  }

  /// Begins to count anew: what came so far an earlier run has counted.
  mutating func forgetCounts() {
    warnings = BatchWarnings(now: .now)
    distinctUsers = DistinctCount()
    walk.forgetCounts()
  }

  mutating func prepare(_ view: JSONView, sequence: Int, at place: Place) -> Result {
    do throws(JSONFault) {
      return .ready(try prepared(view, sequence: sequence, at: place))
    } catch {
      return .invalid(error, RecordOrigin(of: view, at: place), record: record(view))
    }
  }

  private func record(_ view: JSONView) -> [UInt8] {
    needs.record ? Array(copying: view.text(view.root)) : []
  }

  private mutating func prepared(
    _ view: JSONView, sequence: Int, at place: Place
  ) throws(JSONFault) -> PreparedRecord {
    try walk.walk(view)
    let lists = try judge.judge(walk.found, view)
    judge.judgeTimes(&walk.found, view)
    let endpoint = try router.endpoint(walk.found, view)
    if !mayAsk(endpoint) { try refuseDoubts(endpoint, view) }
    let good = walk.found.good
    if good.isEmpty, let fault = walk.found.faults[0] { throw fault }

    let origin = RecordOrigin(walk.found, view, at: place)
    let user = UserKey(mpid: walk.found.mpid, identities: walk.found.userIdentities, view)
    let bodies = try WireParts(walk.writer.bytes, walk.found, good).split(view)
    var parts: [PreparedRecord.Part] = []
    var events = 0
    for (number, part) in bodies.enumerated() {
      if let fault = part.fault {
        parts.append(PreparedRecord.Part(events: part.events, batch: nil, fault: fault))
        continue
      }
      let id = RequestID(
        replayID: replayID, batchID: origin.batchID, part: bodies.count > 1 ? number : nil,
        body: part.body.span)
      let kinds = doubts(part.events)
      walk.kinds.count(kinds)
      let batch = OutgoingBatch(
        sequence: sequence, part: parts.count, wire: needs.wire ? id.wire(part.body.span) : [],
        size: part.body.count + RequestID.memberLength, requestID: id, events: part.events.count,
        written: part.written.lowerBound + RequestID.memberLength..<part.written.upperBound
          + RequestID.memberLength,
        endpoint: endpoint, envelope: needs.envelope ? part.envelope : 0, user: user, doubts: kinds)
      parts.append(
        PreparedRecord.Part(events: part.events, batch: batch, doubt: names(of: kinds)))
      events += part.events.count
    }
    for (number, fault) in walk.found.faults.sorted(by: { $0.key < $1.key }) {
      parts.append(PreparedRecord.Part(events: [number], batch: nil, fault: "\(fault.reason)"))
    }
    warnings.note(walk.found, lists, isSplit: bodies.count > 1, view)
    distinctUsers.insert(hash: user.value)
    return PreparedRecord(
      origin: origin, record: record(view), parts: parts)
  }
}

// MARK: Doubts

extension Preparation {
  /// Whether the server can be asked about a batch that goes this way.
  private func mayAsk(_ endpoint: Endpoint) -> Bool {
    switch policy.doubtful {
    case .send: true
    case .refuse: false
    case .ask: endpoint != .historical
    }
  }

  /// Refuses what is doubtful and can not be asked about: an event by itself, what stands beside the
  /// events with all of them.
  private mutating func refuseDoubts(
    _ endpoint: Endpoint, _ view: JSONView
  ) throws(JSONFault) {
    let open = walk.found.doubts.filter { doubt in
      policy.doubtful == .refuse || !policy.trustedKinds.contains(doubt.kind ?? DoubtKinds.limit)
    }
    if open.isEmpty { return }
    if policy.doubtful == .ask { warnings.noteUnaskable() }
    let why =
      policy.doubtful == .refuse
      ? "--doubtful refuse" : "the historical endpoint cannot be asked: see --doubtful send"
    for doubt in open {
      let text = "doubtful: \(name(ofDoubt: doubt.kind ?? DoubtKinds.limit)) (\(why))"
      guard let event = doubt.event else { throw view.fault(text, at: view.root) }
      if !walk.found.events[event].isRefused {
        let node = walk.found.events[event].node
        walk.found.refuse(event, view.fault("events[\(event)] is \(text)", at: node))
      }
    }
  }

  /// The kinds of doubt about a part with these events, each once.
  private func doubts(_ events: EventPlaces) -> [Int] {
    if walk.found.doubts.isEmpty || policy.doubtful == .send { return [] }
    var kinds: [Int] = []
    for doubt in walk.found.doubts where doubt.event.map(events.contains) ?? true {
      let kind = doubt.kind ?? DoubtKinds.limit
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds
  }

  private func names(of kinds: [Int]) -> String? {
    kinds.isEmpty ? nil : kinds.map(name(ofDoubt:)).joined(separator: " ")
  }

  private func name(ofDoubt kind: Int) -> String {
    kind < walk.kinds.names.count ? walk.kinds.names[kind] : "one of too many kinds"
  }
}
