import PipeCommon

@testable import qsend

extension OutgoingBatch {
  /// A batch of which only what is named matters.
  static func sample(
    sequence: Int = 0, bytes: Int = 10, events: Int = 1, user: Int = 0, doubts: [Int] = [],
    endpoint: Endpoint = .bulk
  ) -> OutgoingBatch {
    let body: [UInt8] = []
    return OutgoingBatch(
      sequence: sequence, wire: [UInt8](repeating: 0, count: bytes), size: bytes,
      requestID: RequestID(replayID: "", batchID: [], body: body.span), events: events,
      written: 0..<0, endpoint: endpoint, envelope: 0, user: UserKey(value: UInt64(user)),
      doubts: doubts)
  }
}
