import PipeCommon

/// A wire batch that is ready to be sent.
struct OutgoingBatch: Sendable {
  /// The number of its entry in the ledger, from 0; receipts come in this order.
  let sequence: Int
  /// Which part of the record it is, from 0.
  var part = 0
  /// The body, with its `source_request_id`.
  let wire: [UInt8]
  let requestID: String
  let events: Int
  let endpoint: Destination.Endpoint
  /// Equal for batches of one user. Two users may share it, which only costs a little time.
  let user: UserKey
}

/// Where a batch came from, as its receipt says.
struct RecordOrigin: Sendable {
  let place: Place
  var batchID: String?
  var mpid: String?
  var events = 0
}

/// A record, or records joined into one, as it goes on: in one part, or in as many as it takes.
struct PreparedRecord {
  struct Part {
    /// Which of the record's events it holds.
    let events: Range<Int>
    /// `nil` if the part cannot be sent.
    let batch: OutgoingBatch?
    /// Why it cannot.
    var fault: String?
  }

  let origin: RecordOrigin
  /// The input, for `--rejects`.
  let record: [UInt8]
  let parts: [Part]
}
