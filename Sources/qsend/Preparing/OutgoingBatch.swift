import PipeCommon

/// A batch that is ready to be sent, with what its receipt will say of it.
struct OutgoingBatch: Sendable {
  /// The input record's number, from 0; receipts come in this order.
  let sequence: Int
  let origin: RecordOrigin
  /// The input record, for `--rejects`.
  let record: [UInt8]
  /// The body, with its `source_request_id`.
  let wire: [UInt8]
  let requestID: String
  let user: UserKey

  /// How much memory the batch takes while it is under way.
  var footprint: Int { record.count + wire.count }
}

/// Where a batch came from, as its receipt says.
struct RecordOrigin: Sendable {
  let place: Place
  var batchID: String?
  var mpid: String?
  var events = 0
}
