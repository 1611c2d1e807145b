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
    var origin = prepared.origin
    origin.records = records
    self.origin = origin
    self.records = records
    self.digest = digest
    record = prepared.record
    parts = prepared.parts.enumerated().map { number, part in
      let receipt = part.fault.map { fault in
        Receipt(
          origin: origin, status: .invalid, part: number, parts: prepared.parts.count,
          events: part.events, error: fault)
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
  var receipts: some Sequence<Receipt> { parts.lazy.compactMap(\.receipt) }

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

  mutating func settle(_ outcome: Outcome) {
    settle(
      Receipt(
        origin: origin, status: outcome.status == .accepted ? .accepted : .rejected,
        endpoint: outcome.endpoint, httpStatus: outcome.httpStatus,
        requestID: outcome.batch.requestID, events: parts[outcome.batch.part].events,
        attempts: outcome.attempts, error: outcome.error),
      part: outcome.batch.part)
  }

  /// Notes that a part would be sent.
  mutating func rehearse(_ batch: OutgoingBatch) {
    settle(
      Receipt(
        origin: origin, status: .wouldSend, endpoint: batch.endpoint, requestID: batch.requestID,
        events: parts[batch.part].events), part: batch.part)
  }

  private mutating func settle(_ receipt: Receipt, part: Int) {
    var receipt = receipt
    receipt.part = part
    receipt.parts = parts.count
    receipt.doubt = parts[part].doubt
    parts[part].receipt = receipt
  }

  /// What goes to the rejects: the record with the events that were not accepted.
  var rejectedRecord: [UInt8]? {
    guard let record else { return nil }
    var kept: Set<Int> = []
    var isRefused = false
    for part in parts {
      guard let status = part.receipt?.status, status >= .invalid else { continue }
      isRefused = true
      kept.formUnion(part.events)
    }
    guard isRefused else { return nil }
    return parts.count > 1 ? RejectedRecord.text(record, keeping: kept) : record
  }
}
