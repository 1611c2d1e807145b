import PipeCommon

/// What is said on standard output of one wire batch.
struct Receipt {
  /// From best to worst: a record in parts counts as its worst one.
  enum Status: String, Comparable {
    case accepted
    /// A rehearsal: it would have been sent.
    case wouldSend = "would-send"
    /// Not sent: unreadable, or against the rules.
    case invalid
    /// Refused by the server.
    case rejected

    init(_ status: Outcome.Status) {
      switch status {
      case .accepted: self = .accepted
      case .rejected: self = .rejected
      case .wouldSend: self = .wouldSend
      }
    }

    private var badness: Int {
      switch self {
      case .accepted: 0
      case .wouldSend: 1
      case .invalid: 2
      case .rejected: 3
      }
    }

    static func < (one: Status, other: Status) -> Bool { one.badness < other.badness }
  }

  /// Which of them somebody wants to see.
  enum Wanted: String, CaseIterable, Sendable {
    case all
    /// What was not accepted.
    case problems
  }

  let origin: RecordOrigin
  let status: Status
  var part = 0
  var parts = 1
  var endpoint: Endpoint?
  var httpStatus: Int?
  var requestID: RequestID?
  /// The places of its events in the record.
  var events: EventPlaces
  var attempts = 0
  var error: String?
  /// The kinds of doubt there were about it.
  var doubt: String?
  /// How many records share the batch, and which of them this one is.
  var joined = 1
  var share = Share.first

  enum Share {
    /// The first or only one, which the batch is counted with.
    case first
    case further
    /// Nothing: the same record was sent already.
    case copy
  }

  /// What makes it this receipt, for who looks whether it stands there already.
  var fingerprint: UInt64 {
    StandingLines.fingerprint(
      file: origin.place.file, line: origin.place.line, part: part + 1, id: requestID?.text ?? "")
  }

  /// Appends the line, with its end. Every member is always there.
  ///
  /// Straight to bytes: for a small batch the receipt is no small part of the work.
  func append(to line: inout [UInt8]) {
    line.append(UInt8(ascii: "{"))
    text("\"file\":", origin.place.file, &line)
    number(",\"line\":", origin.place.line, &line)
    number(",\"part\":", part + 1, &line)
    number(",\"parts\":", parts, &line)
    text(",\"status\":", status.rawValue, &line)
    text(",\"endpoint\":", endpoint?.rawValue, &line)
    number(",\"http_status\":", httpStatus, &line)
    id(requestID, &line)
    id(",\"batch_id\":", origin.batchID.isEmpty ? nil : origin.batchID, &line)
    id(",\"mpid\":", origin.mpid, &line)
    number(",\"events\":", events.count, &line)
    line.append(",\"event_ids\":[")
    origin.eventIDs.append(events, to: &line)
    number("],\"attempts\":", attempts, &line)
    text(",\"error\":", error, &line)
    text(",\"doubt\":", doubt, &line)
    number(",\"joined\":", joined, &line)
    line.append("}\n")
  }

  private func text(_ name: StaticString, _ text: String?, _ line: inout [UInt8]) {
    line.append(name)
    guard let text else { return line.append("null") }
    if JSONString.isPlain(text.utf8.span) {
      JSONString.append(text.utf8.span, to: &line)
    } else {
      // What steers terminals is escaped as well.
      line += PlainJSON.text(text).text.utf8
    }
  }

  private func number(_ name: StaticString, _ number: Int?, _ line: inout [UInt8]) {
    line.append(name)
    guard let number else { return line.append("null") }
    line += String(number).utf8
  }

  private func id(_ id: RequestID?, _ line: inout [UInt8]) {
    line.append(",\"source_request_id\":")
    guard let id else { return line.append("null") }
    line.append(UInt8(ascii: "\""))
    id.append(to: &line)
    line.append(UInt8(ascii: "\""))
  }

  private func id(_ name: StaticString, _ id: [UInt8]?, _ line: inout [UInt8]) {
    line.append(name)
    guard let id else { return line.append("null") }
    JSONString.append(id.span, to: &line)
  }
}
