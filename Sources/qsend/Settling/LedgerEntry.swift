import PipeCommon

/// A record on its way: what is known of its parts.
struct LedgerEntry {
  private let origin: RecordOrigin
  /// How many input records it is.
  let records: Int
  /// What the input was up to its end.
  let digest: InputDigest
  /// The input, for the rejects; `nil` if it is there already, or there is none.
  private let record: [UInt8]?
  private let events: [EventPlaces]
  private let doubts: [String?]
  private var settled: [Receipt?]
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
    events = prepared.parts.map(\.events)
    doubts = prepared.parts.map(\.doubt)
    settled = prepared.parts.enumerated().map { number, part in
      part.fault.map { fault in
        Receipt(
          origin: origin, status: .invalid, part: number, parts: prepared.parts.count,
          events: part.events, error: fault)
      }
    }
    footprint = prepared.parts.reduce(prepared.record.count) { $0 + ($1.batch?.wire.count ?? 0) }
  }

  /// A record that is settled as soon as it is read.
  init(_ receipt: Receipt, records: Int = 1, record: [UInt8]? = nil, _ digest: InputDigest) {
    origin = receipt.origin
    self.records = records
    self.digest = digest
    self.record = record
    doubts = [nil]
    events = [EventPlaces(all: receipt.origin.eventIDs.count)]
    settled = [receipt]
    footprint = record?.count ?? 0
  }

  var isSettled: Bool { !settled.contains { $0 == nil } }

  /// In the order of the parts.
  var receipts: [Receipt] { settled.compactMap { $0 } }

  /// The status that the record counts with.
  var worst: Receipt.Status {
    let statuses = receipts.map(\.status)
    let byBadness: [Receipt.Status] = [.rejected, .invalid, .wouldSend]
    return byBadness.first(where: statuses.contains) ?? .accepted
  }

  mutating func settle(_ outcome: Outcome) {
    settle(
      Receipt(
        origin: origin, status: outcome.status == .accepted ? .accepted : .rejected,
        endpoint: outcome.endpoint, httpStatus: outcome.httpStatus,
        requestID: outcome.batch.requestID, events: events[outcome.batch.part],
        attempts: outcome.attempts, error: outcome.error),
      part: outcome.batch.part)
  }

  /// Notes that a part would be sent.
  mutating func rehearse(_ batch: OutgoingBatch) {
    settle(
      Receipt(
        origin: origin, status: .wouldSend, endpoint: batch.endpoint, requestID: batch.requestID,
        events: events[batch.part]), part: batch.part)
  }

  private mutating func settle(_ receipt: Receipt, part: Int) {
    var receipt = receipt
    receipt.part = part
    receipt.parts = settled.count
    receipt.doubt = doubts[part]
    settled[part] = receipt
  }

  /// What goes to the rejects: the record with the events that were not accepted.
  var rejectedRecord: [UInt8]? {
    guard let record else { return nil }
    var kept: Set<Int> = []
    var isRefused = false
    for (range, receipt) in zip(events, receipts)
    where receipt.status == .rejected || receipt.status == .invalid {
      isRefused = true
      kept.formUnion(range)
    }
    guard isRefused else { return nil }
    return settled.count > 1 ? RejectedRecord.text(record, keeping: kept) : record
  }
}
