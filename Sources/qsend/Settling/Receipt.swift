import PipeCommon

/// What is said on standard output of one batch.
struct Receipt {
  enum Status: String {
    case accepted
    /// Refused by the server.
    case rejected
    /// Not sent: unreadable, or against the rules.
    case invalid
    /// A rehearsal: it would have been sent.
    case wouldSend = "would-send"
  }

  let origin: RecordOrigin
  let status: Status
  var endpoint: Destination.Endpoint?
  var httpStatus: Int?
  var requestID: String?
  var attempts = 0
  var error: String?

  /// The line, without its end. Every member is always there.
  var json: String {
    let members = [
      ("file", text(origin.place.file)), ("line", "\(origin.place.line)"), ("part", "1"),
      ("parts", "1"), ("status", text(status.rawValue)), ("endpoint", text(endpoint?.rawValue)),
      ("http_status", httpStatus.map { "\($0)" } ?? "null"),
      ("source_request_id", text(requestID)), ("batch_id", text(origin.batchID)),
      ("mpid", text(origin.mpid)), ("events", "\(origin.events)"), ("attempts", "\(attempts)"),
      ("error", text(error)),
    ]
    return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private func text(_ text: String?) -> String {
    text.map { String(decoding: JSONString.encode($0), as: UTF8.self) } ?? "null"
  }
}
