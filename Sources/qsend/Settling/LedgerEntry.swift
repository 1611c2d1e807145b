import PipeCommon

/// A record on its way: what is known of its parts.
struct LedgerEntry {
  private struct Part {
    /// The places of its events in the record.
    let events: EventPlaces
    let doubt: String?
    /// What became of it.
    var receipt: Receipt?
  }

  private let origin: RecordOrigin
  /// How many input records it is.
  let records: Int
  /// What the input was up to its end.
  let digest: InputDigest
  /// The input, for the rejects; `nil` if it is there already, or there is none.
  private let record: [UInt8]?
  private var parts: [Part]
  /// Memory that it takes while it is open.
  let footprint: Int

  /// A record that is to be sent, as far as its parts can be.
  init(_ prepared: PreparedRecord, records: Int = 1, _ digest: InputDigest) {
    let origin = prepared.origin
    self.origin = origin
    self.records = records
    self.digest = digest
    record = prepared.record
    parts = prepared.parts.enumerated().map { number, part in
      let receipt = part.fault.map { fault in
        Receipt(
          origin: origin, status: .invalid, part: number, parts: prepared.parts.count,
          events: part.events, error: fault, joined: records)
      }
      return Part(events: part.events, doubt: part.doubt, receipt: receipt)
    }
    footprint = prepared.parts.reduce(prepared.record.count) { $0 + ($1.batch?.wire.count ?? 0) }
  }

  /// A record that is settled as soon as it is read.
  init(_ receipt: Receipt, records: Int = 1, record: [UInt8]? = nil, _ digest: InputDigest) {
    origin = receipt.origin
    self.records = records
    self.digest = digest
    self.record = record
    let events = EventPlaces(all: receipt.origin.eventIDs.count)
    parts = [Part(events: events, doubt: nil, receipt: receipt)]
    footprint = record?.count ?? 0
  }

  var isSettled: Bool {
    for part in parts.indices where parts[part].receipt == nil { return false }
    return true
  }

  /// In the order of the parts.
  var receipts: some Collection<Receipt> { parts.lazy.compactMap(\.receipt) }

  /// The status that the record counts with.
  ///
  /// By places, as a receipt costs more to copy than to look at.
  var worst: Receipt.Status {
    var worst = Receipt.Status.accepted
    for part in parts.indices {
      if let status = parts[part].receipt?.status { worst = max(worst, status) }
    }
    return worst
  }

  /// Enters what became of a part's batch.
  ///
  /// - Parameter place: which of the batch's records this is.
  mutating func settle(_ outcome: Outcome, part: Int, place: Int = 0) {
    parts[part].receipt = Receipt(
      origin: origin, status: Receipt.Status(outcome.status), part: part, parts: parts.count,
      endpoint: outcome.endpoint, httpStatus: outcome.httpStatus,
      requestID: outcome.batch.requestID, events: parts[part].events, attempts: outcome.attempts,
      error: outcome.error, doubt: parts[part].doubt,
      joined: max(records, outcome.batch.members.count), share: place == 0 ? .first : .further)
  }

  /// What goes to the rejects: the record with the events that were not accepted.
  var rejectedRecord: [UInt8]? {
    guard let record else { return nil }
    let refused = parts.filter { $0.receipt.map { $0.status >= .invalid } ?? false }
    guard !refused.isEmpty else { return nil }
    guard parts.count > 1 else { return record }
    return RejectedRecord.text(record, keeping: Set(refused.lazy.flatMap(\.events)))
  }
}
