import PipeCommon

/// A batch that several records of one user share, while it fills: their wire forms are the same to
/// the byte but for the events, which stand in it in input order.
///
///     {"source_request_id":"…",  first's envelope  [  first's events , next one's , …  ]  …}
struct SharedBatch {
  private let first: OutgoingBatch
  private(set) var members: [OutgoingBatch.Member]
  /// The events of the further ones, each behind a comma.
  private var further: [UInt8] = []
  private var events: Int

  init(_ batch: OutgoingBatch) {
    first = batch
    members = [Self.member(batch, at: batch.written)]
    events = batch.events
  }

  private static func member(
    _ batch: OutgoingBatch, at written: Range<Int>
  ) -> OutgoingBatch.Member {
    OutgoingBatch.Member(
      sequence: batch.sequence, part: batch.part, requestID: batch.requestID,
      events: batch.events, written: written)
  }

  /// Whether another record's batch may go in it.
  ///
  /// - Parameter eventLimit: events of a batch that is shared, at most.
  func hasRoom(for batch: OutgoingBatch, eventLimit: Int) -> Bool {
    events + batch.events <= eventLimit
      && first.size + further.count + 1 + batch.written.count <= WireParts.batchBytes
      && batch.endpoint == first.endpoint && batch.doubts == first.doubts
      && Self.areEqual(\.prefix, batch, first) && Self.areEqual(\.suffix, batch, first)
  }

  private static func areEqual(
    _ piece: (OutgoingBatch) -> Range<Int>, _ one: OutgoingBatch, _ other: OutgoingBatch
  ) -> Bool {
    equalBytes(
      one.wire.span.extracting(piece(one)), other.wire.span.extracting(piece(other)))
  }

  mutating func add(_ batch: OutgoingBatch) {
    let start = first.written.upperBound + further.count + 1
    further.append(UInt8(ascii: ","))
    further.append(contentsOf: batch.wire.span.extracting(batch.written))
    members.append(Self.member(batch, at: start..<start + batch.written.count))
    events += batch.events
  }

  /// The batch as it leaves; a record that shares it with none goes as it is.
  func batch(replayID: String) -> OutgoingBatch {
    guard members.count > 1 else { return first }
    let body = first.body(holding: first.wire[first.written] + further)
    let id = RequestID(
      replayID: replayID, sharedBy: members.map(\.requestID), body: body.span)
    var shared = OutgoingBatch(
      sequence: first.sequence, part: first.part, wire: id.wire(body.span),
      size: body.count + RequestID.memberLength, requestID: id, events: events,
      written: first.written.lowerBound..<first.written.upperBound + further.count,
      endpoint: first.endpoint, envelope: first.envelope, user: first.user, doubts: first.doubts)
    shared.members = members
    return shared
  }
}
