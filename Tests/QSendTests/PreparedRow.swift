import PipeCommon
import Testing

@testable import qsend

/// A row of a table: a batch, and what is said of it before it is sent.
struct PreparedRow: CustomTestStringConvertible {
  let testDescription: String
  private let batch: String
  /// Why the batch or its event is invalid, or the kinds of doubt about it; `nil` if it fits.
  private let verdict: String?

  /// A batch with these members beside those that every batch needs.
  init(_ what: String, _ members: String, _ reason: String? = nil, doubt: String? = nil) {
    testDescription = what
    batch = Self.batch(members)
    verdict = reason ?? doubt.map { "doubt: \($0)" }
  }

  /// A batch of one event, whose `data` has these members beside its time.
  ///
  /// - Parameters:
  ///   - reason: what follows on the path of `data`.
  ///   - doubt: what follows on the path of `data`, without indices.
  init(
    event what: String, _ type: String, _ data: String, _ reason: String? = nil,
    doubt: String? = nil
  ) {
    let data = "{\"timestamp_unixtime_ms\":\"1599790566900\"\(data.isEmpty ? "" : ",")\(data)}"
    self.init(
      "\(type): \(what)", "\"events\":[{\"event_type\":\"\(type)\",\"data\":\(data)}]",
      reason.map { "events[0].data" + $0 }, doubt: doubt.map { "events[].data" + $0 })
  }

  static func batch(_ members: String) -> String {
    "{\"environment\":\"production\",\"mpid\":\"-7346244611012968789\",\(members)}"
  }

  func verify() throws {
    let found = Self.verdict(of: try JSONText(batch))
    #expect(found == verdict, "\(batch)")
  }

  private static func verdict(of batch: JSONText) -> String? {
    var preparation = preparation()
    switch preparation.prepare(batch.view, sequence: 0, at: Place(file: "rows", line: 1)) {
    case .invalid(let fault, _, _): return "\(fault.reason)"
    case .ready(let record): return record.parts[0].doubt.map { "doubt: \($0)" }
    }
  }

  /// A preparation that only the batch itself can displease.
  static func preparation(
    replayID: String = "", historicalBefore: Timestamp = Timestamp(milliseconds: 0)
  ) -> Preparation {
    var policy = BatchPolicy(started: Timestamp(milliseconds: 1_762_000_000_000))
    policy.allowsDelivered = true
    return Preparation(policy, router(historicalBefore), replayID: replayID)
  }

  static let router = router(Timestamp(milliseconds: 0))

  private static func router(_ historicalBefore: Timestamp) -> Router {
    Router(
      mode: .auto, historicalBefore: historicalBefore, historicalLimit: Timestamp(milliseconds: 0))
  }
}
