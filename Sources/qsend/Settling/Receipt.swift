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

  /// Appends the line, with its end. Every member is always there.
  func append(to line: inout [UInt8]) {
    line.append(UInt8(ascii: "{"))
    text("file", origin.place.file, &line)
    number("line", origin.place.line, &line)
    number("part", part + 1, &line)
    number("parts", parts, &line)
    text("status", status.rawValue, &line)
    text("endpoint", endpoint?.rawValue, &line)
    number("http_status", httpStatus, &line)
    text("source_request_id", requestID, &line)
    text("batch_id", origin.batchID, &line)
    text("mpid", origin.mpid, &line)
    number("events", events, &line)
    number("attempts", attempts, &line)
    text("error", error, &line)
    line[line.count - 1] = UInt8(ascii: "}")
    line.append(UInt8(ascii: "\n"))
  }

  private func text(_ name: String, _ text: String?, _ line: inout [UInt8]) {
    member(name, text.map { PlainJSON.text($0).text } ?? "null", &line)
  }

  private func number(_ name: String, _ number: Int?, _ line: inout [UInt8]) {
    member(name, number.map { String($0) } ?? "null", &line)
  }

  /// Straight to bytes: for a small batch the receipt is no small part of the work.
  private func member(_ name: String, _ value: String, _ line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    line.append(contentsOf: name.utf8)
    line.append(contentsOf: "\":".utf8)
    line.append(contentsOf: value.utf8)
    line.append(UInt8(ascii: ","))
  }
}
