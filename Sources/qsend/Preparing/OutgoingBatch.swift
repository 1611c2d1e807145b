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
  /// Where in the wire form what is between the brackets of `events` stands.
  let written: Range<Int>
  let endpoint: Endpoint
  /// Equal for batches that are the same but for their events; 0 if nobody asks.
  let envelope: UInt64
  /// Equal for batches of one user. Two users may share it, which only costs a little time.
  let user: UserKey
  /// The kinds of doubt about it.
  let doubts: [Int]
  /// The records that share it; empty if it is one record's alone.
  var members: [Member] = []

  /// What a record has put into a batch that it shares.
  struct Member: Sendable {
    /// The number of its entry in the ledger; negative if an earlier run has settled it.
    let sequence: Int
    let part: Int
    /// Its id if it goes by itself.
    let requestID: RequestID
    let events: Int
    /// Where its events stand in the wire form.
    let written: Range<Int>
  }

  /// Whether it is taken apart before any of its records is refused: if one of them is settled, the
  /// server has taken it.
  var canBeTakenApart: Bool {
    !members.isEmpty && members.allSatisfy { $0.sequence >= 0 }
  }

  /// The wire form without its id, and with other events.
  func body(holding events: some Sequence<UInt8>) -> [UInt8] {
    [UInt8(ascii: "{")] + wire[prefix] + events + wire[suffix]
  }

  /// What stands between the id and the events, and what behind them.
  var prefix: Range<Int> { RequestID.memberLength + 1..<written.lowerBound }
  var suffix: Range<Int> { written.upperBound..<wire.count }

  /// The batch of a record that shares this one, as it goes by itself.
  func alone(_ member: Member) -> OutgoingBatch {
    let body = body(holding: wire[member.written])
    let start = written.lowerBound
    return OutgoingBatch(
      sequence: member.sequence, part: member.part, wire: member.requestID.wire(body.span),
      size: body.count + RequestID.memberLength, requestID: member.requestID,
      events: member.events, written: start..<start + member.written.count, endpoint: endpoint,
      envelope: envelope, user: user, doubts: doubts)
  }
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
