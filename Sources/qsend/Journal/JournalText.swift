import PipeCommon

/// The journal as a JSON object on one line.
enum JournalText {
  private static let format = "quarantine-replay journal 2"

  static func text(_ state: JournalState, _ binding: JournalBinding) -> [UInt8] {
    let totals = state.totals
    let counts = totals.counts
    let object = PlainJSON.object([
      ("format", .text(format)), ("records", .count(state.records)),
      ("digest", .text(state.digest)),
      ("address", .text(binding.address)), ("replay_id", .text(binding.replayID)),
      ("endpoint", .text(binding.endpoint.rawValue)), ("join", .count(binding.joins ? 1 : 0)),
      ("salt", .text(binding.salt)), ("key_digest", .text(binding.keyDigest)),
      ("historical_before", .count(Int(state.historicalBefore.milliseconds))),
      ("started", .count(Int(state.started.milliseconds))),
      ("accepted", .count(counts.accepted)), ("rejected", .count(counts.rejected)),
      ("invalid", .count(counts.invalid)), ("batches", .count(counts.batches)),
      ("events", .count(counts.events)), ("historical", .count(counts.historical)),
      ("requests", .count(totals.requests)), ("retries", .count(totals.retries)),
      ("throttled", .count(totals.throttled)), ("doubts", .list(state.doubts.map(doubt))),
    ])
    return Array("\(object.text)\n".utf8)
  }

  private static func doubt(_ doubt: JournalState.Doubt) -> PlainJSON {
    .object([
      ("kind", .text(doubt.kind)), ("accepted", .count(doubt.entry.accepted)),
      ("refused", .count(doubt.entry.refused)), ("proofs", .count(doubt.entry.proofs)),
      ("in_question", .count(doubt.entry.isRefused ? 1 : 0)),
    ])
  }

  /// Reads what is known of each kind of doubt; what is damaged is not known.
  private static func doubts(_ json: JSONText) -> [JournalState.Doubt] {
    let view = json.view
    var doubts: [JournalState.Doubt] = []
    try? view.forEachElement(view.member(view.root, named: "doubts")?.value, "") {
      (element) throws(JSONFault) in
      func number(_ name: String) -> Int {
        let value = view.idText(view.member(element, named: name)?.value)
        return value.flatMap { JSONInteger.value($0.span) }.map { Int(max($0, 0)) } ?? 0
      }
      guard let kind = view.idText(view.member(element, named: "kind")?.value) else { return }
      var entry = DoubtBook.Entry()
      entry.accepted = number("accepted")
      entry.refused = number("refused")
      entry.proofs = number("proofs")
      entry.isRefused = number("in_question") != 0
      doubts.append(JournalState.Doubt(kind: String(decoding: kind, as: UTF8.self), entry: entry))
    }
    return doubts
  }

  /// Reads a journal and compares what it belongs to.
  ///
  /// - Returns: its state, and the binding with the salt that it has.
  static func read(
    _ bytes: [UInt8], _ path: String, _ binding: JournalBinding
  ) throws(UsageError) -> (JournalState, JournalBinding) {
    guard let json = try? JSONText(bytes.span), member(json, "format") == format else {
      throw UsageError("--journal: \(path) is no journal of qsend; it is left as it is")
    }
    func require(_ name: String, _ value: String, _ what: String) throws(UsageError) {
      let found = member(json, name) ?? ""
      guard found == value else {
        throw UsageError(
          "--journal: \(path) belongs to another \(what): '\(found)', not '\(value)'; nothing is sent"
        )
      }
    }
    if !binding.address.isEmpty { try require("address", binding.address, "address") }
    try require("replay_id", binding.replayID, "--replay-id")
    try require("endpoint", binding.endpoint.rawValue, "--endpoint")
    try require("join", binding.joins ? "1" : "0", "choice of --join (1 with, 0 without)")
    var bound = binding
    bound.salt = member(json, "salt") ?? ""
    if bound.key != nil, bound.keyDigest != member(json, "key_digest") {
      throw UsageError("--journal: \(path) belongs to another API key; nothing is sent")
    }
    return (try state(json, path), bound)
  }

  private static func state(_ json: JSONText, _ path: String) throws(UsageError) -> JournalState {
    var numbers: [String: Int] = [:]
    for name in [
      "records", "historical_before", "started", "accepted", "rejected", "invalid", "batches",
      "events", "historical", "requests", "retries", "throttled",
    ] {
      guard let number = member(json, name).flatMap({ Int($0) }), (0...1 << 53).contains(number)
      else { throw UsageError("--journal: \(path) is damaged: it has no \(name)") }
      numbers[name] = number
    }
    func number(_ name: String) -> Int { numbers[name] ?? 0 }
    var state = JournalState(
      historicalBefore: Timestamp(milliseconds: Int64(number("historical_before"))),
      started: Timestamp(milliseconds: Int64(number("started"))))
    state.records = number("records")
    state.digest = member(json, "digest") ?? ""
    state.totals = JournalTotals(
      counts: LedgerCounts(
        accepted: number("accepted"), rejected: number("rejected"), invalid: number("invalid"),
        batches: number("batches"), events: number("events"), historical: number("historical")),
      requests: number("requests"), retries: number("retries"), throttled: number("throttled"))
    state.doubts = doubts(json)
    return state
  }

  private static func member(_ json: JSONText, _ name: String) -> String? {
    let view = json.view
    return view.idText(view.member(view.root, named: name)?.value).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
