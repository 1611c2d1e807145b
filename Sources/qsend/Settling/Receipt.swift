import PipeCommon

/// What is said on standard output of one wire batch.
struct Receipt {
  /// From best to worst: a record in parts counts as its worst one.
  enum Status: String {
    case accepted
    /// A rehearsal: it would have been sent.
    case wouldSend = "would-send"
    /// Settled by an earlier run.
    case skipped
    /// Not sent: unreadable, or against the rules.
    case invalid
    /// Refused by the server.
    case rejected
  }

  let origin: RecordOrigin
  let status: Status
  var part = 0
  var parts = 1
  var endpoint: Destination.Endpoint?
  var httpStatus: Int?
  var requestID: String?
  var events: Int
  var attempts = 0
  var error: String?

  /// The line, without its end. Every member is always there.
  var json: String {
    func text(_ text: String?) -> PlainJSON { text.map { .text($0) } ?? .null }
    return PlainJSON.object([
      ("file", .text(origin.place.file)), ("line", .count(origin.place.line)),
      ("part", .count(part + 1)), ("parts", .count(parts)), ("status", .text(status.rawValue)),
      ("endpoint", text(endpoint?.rawValue)),
      ("http_status", httpStatus.map { .count($0) } ?? .null),
      ("source_request_id", text(requestID)), ("batch_id", text(origin.batchID)),
      ("mpid", text(origin.mpid)), ("events", .count(events)), ("attempts", .count(attempts)),
      ("error", text(error)),
    ]).text
  }
}
