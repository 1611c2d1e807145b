import PipeCommon

/// A wire batch that is ready to be sent.
struct OutgoingBatch: Sendable {
  /// The number of its entry in the ledger, from 0; receipts come in this order.
  let sequence: Int
  /// Which part of the record it is, from 0.
  var part = 0
  /// The body, with its `source_request_id`; empty in a rehearsal.
  let wire: [UInt8]
  /// How many bytes the body takes.
  let size: Int
  let requestID: RequestID
  let events: Int
  let endpoint: Endpoint
  /// Equal for batches of one user. Two users may share it, which only costs a little time.
  let user: UserKey
  /// The kinds of doubt about it.
  let doubts: [Int]
}

/// A record, or records joined into one, as it goes on: in one part, or in as many as it takes.
struct PreparedRecord {
  struct Part {
    /// The places of the record's events that it holds.
    let events: EventPlaces
    /// `nil` if the part cannot be sent.
    let batch: OutgoingBatch?
    /// Why it cannot.
    var fault: String?
    /// The kinds of doubt about it, for people.
    var doubt: String?
  }

  let origin: RecordOrigin
  /// The input, for `--rejects`; empty if nobody wants it.
  let record: [UInt8]
  let parts: [Part]
}
