import PipeCommon

/// A receipt as it stands in a file, read back: which record and events it is about, and what became
/// of them. Ids are kept as fingerprints, which are compared within one record only.
struct StandingReceipt {
  /// Where the record began.
  let place: Place
  let status: Receipt.Status
  /// The batch's id on the wire; `nil` if it was not sent, or is a copy of a record far before it.
  let requestID: UInt64?
  let batchID: UInt64?
  /// The ids of its events, in order; `nil` for an event that has none.
  let eventIDs: [UInt64?]
  /// How many records share the batch.
  let joined: Int
  /// Why it was not accepted.
  let error: String?

  /// - Returns: `nil` for what is no receipt.
  init?(_ view: JSONView) {
    func member(_ name: String) -> JSONNode? { view.member(view.root, named: name)?.value }
    func text(_ name: String) -> String? {
      guard let node = member(name), view.kind(node) == .string else { return nil }
      return String(decoding: view.decoded(node), as: UTF8.self)
    }
    func number(_ name: String) -> Int? {
      member(name).flatMap { view.withIDText($0) { JSONInteger.value($0) } ?? nil }
        .flatMap { Int(exactly: $0) }
    }
    guard let file = text("file"), let line = number("line"), let joined = number("joined"),
      let status = text("status").flatMap(Receipt.Status.init),
      let list = member("event_ids"), view.kind(list) == .array
    else { return nil }
    var ids: [UInt64?] = []
    view.forEachElement(list) { ids.append(view.fingerprint($0)) }
    let requestID = view.fingerprint(member("source_request_id"))
    // Accepted is what was accepted under an id, or a copy of it, which says so.
    guard status != .accepted || requestID != nil || text("error") != nil else { return nil }
    place = Place(file: file, line: line)
    self.status = status
    self.requestID = requestID
    batchID = view.fingerprint(member("batch_id"))
    eventIDs = ids
    self.joined = joined
    error = status == .accepted ? nil : text("error")
  }

  /// Whether it is the receipt of a record that could not be read.
  var isOfDamage: Bool { status == .invalid && eventIDs.isEmpty && batchID == nil }

  /// Whether it can be this record's: it has one of its events, or neither has any.
  func belongs(to record: ReplayedRecord) -> Bool {
    if eventIDs.isEmpty { return record.events.isEmpty && batchID == record.batchID }
    return eventIDs.contains { id in
      id.map { record.multiplicity[$0] != nil }
        ?? (record.nameless > 0 && batchID == record.batchID)
    }
  }
}

extension JSONView {
  /// What stands for an id's text; `nil` if it is none.
  func fingerprint(_ node: JSONNode?) -> UInt64? {
    guard let node else { return nil }
    return withIDText(node) {
      var hash = ByteHash()
      hash.combine($0)
      return hash.value
    }
  }
}
