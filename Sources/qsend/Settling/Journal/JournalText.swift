import PipeCommon

/// The journal as a JSON object on one line.
enum JournalText {
  private static let format = "quarantine-replay journal 2"

  static func text(_ state: JournalState, _ binding: JournalBinding) -> [UInt8] {
    let object = PlainJSON.object(
      [
        ("format", .text(format)), ("records", .count(state.records)),
        ("digest", .text(state.digest)),
      ]
        + binding.ties.map { ($0.name, .text($0.value)) } + [
          ("salt", .text(binding.salt)),
          ("historical_before", .count(Int(state.historicalBefore.milliseconds))),
          ("started", .count(Int(state.started.milliseconds))),
        ]
        + state.totals.members + [
          ("under_way", .count(state.underWay)),
          ("pace", state.pace.map { .count($0) } ?? .null),
          ("receipts", mark(state.receipts)), ("rejects", mark(state.rejects)),
          ("blocks", numbers(state.joining.blocks)), ("apart", numbers(state.joining.apart)),
          ("witnesses", .list(state.witnesses.map(witness))),
          ("doubts", .list(state.doubts.map(doubt))),
        ])
    return Array("\(object.text)\n".utf8)
  }

  private static func numbers(_ numbers: [Int]) -> PlainJSON { .list(numbers.map { .count($0) }) }

  private static func mark(_ mark: FileMark?) -> PlainJSON {
    guard let mark else { return .null }
    return .object([("file", .text(mark.file)), ("length", .count(mark.length))])
  }

  private static func witness(_ witness: Witness) -> PlainJSON {
    .object([
      ("endpoint", .text(witness.endpoint.rawValue)), ("record", .count(witness.record)),
      ("part", .count(witness.part)), ("source_request_id", .text(witness.requestID)),
    ])
  }

  private static func doubt(_ doubt: JournalState.Doubt) -> PlainJSON {
    .object([
      ("kind", .text(doubt.kind)), ("accepted", .count(doubt.entry.accepted)),
      ("refused", .count(doubt.entry.refused)), ("proofs", .count(doubt.entry.proofs)),
      ("in_question", .count(doubt.entry.isRefused ? 1 : 0)),
      ("trusted", .count(doubt.isTrusted ? 1 : 0)),
    ])
  }
}

// MARK: Reading

extension JournalText {
  /// What stands in a journal.
  struct Contents {
    let state: JournalState
    /// The binding with the salt that it has.
    let binding: JournalBinding
    /// What is not as it was.
    let broken: [(tie: JournalBinding.Tie, found: String)]
  }

  /// Reads a journal and compares what it belongs to.
  ///
  /// - Throws: that it is none, or damaged.
  static func read(
    _ bytes: [UInt8], _ path: String, _ binding: JournalBinding
  ) throws(UsageError) -> Contents {
    guard let json = try? JSONText(bytes.span),
      json.view.idString(json.view.root, "format") == format
    else {
      throw UsageError("--journal: \(path) is no journal of qsend; it is left as it is")
    }
    let bound = binding.salted(with: json.view.idString(json.view.root, "salt") ?? "")
    let broken = bound.ties.compactMap { tie in
      let found = json.view.idString(json.view.root, tie.name) ?? ""
      return found == tie.value ? nil : (tie: tie, found: found)
    }
    return Contents(state: try state(json, path), binding: bound, broken: broken)
  }

  private static func state(_ json: JSONText, _ path: String) throws(UsageError) -> JournalState {
    let view = json.view
    func whole(_ name: String, least: Int64 = 0) throws(UsageError) -> Int64 {
      guard let number = number(view, view.root, name), (least...1 << 53).contains(number) else {
        throw UsageError(
          "--journal: \(path) is damaged: it has no \(name); what it had settled is in the receipts"
        )
      }
      return number
    }
    let records = Int(try whole("records"))
    // A cut in time may lie before 1970.
    let historicalBefore = try whole("historical_before", least: -1 << 53)
    var state = JournalState(
      historicalBefore: Timestamp(milliseconds: historicalBefore),
      started: Timestamp(milliseconds: try whole("started")))
    state.records = records
    state.digest = view.idString(view.root, "digest") ?? ""
    for (name, count) in JournalTotals.fields {
      state.totals[keyPath: count] = Int(try whole(name))
    }
    state.underWay = Int(try whole("under_way"))
    state.pace = number(view, view.root, "pace").flatMap { Int(exactly: $0) }
    state.receipts = mark(view, "receipts")
    state.rejects = mark(view, "rejects")
    state.joining = JoiningMemory(
      blocks: try numbers(view, "blocks", path), apart: try numbers(view, "apart", path))
    state.witnesses = witnesses(view)
    state.doubts = doubts(view)
    return state
  }

  /// Numbers of records that are there or not, but never damaged: others would share other batches.
  private static func numbers(
    _ view: JSONView, _ name: String, _ path: String
  ) throws(UsageError) -> [Int] {
    var numbers: [Int] = []
    do throws(JSONFault) {
      try view.forEachElement(view.member(view.root, named: name)?.value, name) {
        (element) throws(JSONFault) in
        guard let number = view.timestamp(element)?.milliseconds, number >= 0 else {
          throw view.fault("no number", at: element)
        }
        numbers.append(Int(number))
      }
    } catch {
      throw UsageError("--journal: \(path) is damaged: its \(name) are no numbers of records")
    }
    return numbers
  }

  private static func mark(_ view: JSONView, _ name: String) -> FileMark? {
    guard let node = view.member(view.root, named: name)?.value,
      let file = view.idString(node, "file"),
      let length = number(view, node, "length")
    else { return nil }
    return FileMark(file: file, length: Int(length))
  }

  /// What is damaged is none.
  private static func witnesses(_ view: JSONView) -> [Witness] {
    var witnesses: [Witness] = []
    try? view.forEachElement(view.member(view.root, named: "witnesses")?.value, "") {
      (element) throws(JSONFault) in
      guard let endpoint = view.idString(element, "endpoint").flatMap(Endpoint.init(rawValue:)),
        let record = number(view, element, "record"), let part = number(view, element, "part"),
        let requestID = view.idString(element, "source_request_id")
      else { return }
      witnesses.append(
        Witness(
          endpoint: endpoint, record: Int(record), part: Int(part), requestID: requestID))
    }
    return witnesses
  }

  /// What is known of each kind of doubt; what is damaged is not known.
  private static func doubts(_ view: JSONView) -> [JournalState.Doubt] {
    var doubts: [JournalState.Doubt] = []
    try? view.forEachElement(view.member(view.root, named: "doubts")?.value, "") {
      (element) throws(JSONFault) in
      guard let kind = view.idString(element, "kind") else { return }
      func count(_ name: String) -> Int { Int(max(number(view, element, name) ?? 0, 0)) }
      let entry = DoubtBook.Entry(
        accepted: count("accepted"), refused: count("refused"), proofs: count("proofs"),
        isRefused: count("in_question") != 0)
      doubts.append(
        JournalState.Doubt(kind: kind, entry: entry, isTrusted: count("trusted") != 0))
    }
    return doubts
  }

  private static func number(_ view: JSONView, _ object: JSONNode, _ name: String) -> Int64? {
    view.timestamp(view.member(object, named: name)?.value)?.milliseconds
  }
}
