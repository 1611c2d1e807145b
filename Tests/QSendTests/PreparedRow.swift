import PipeCommon
import Testing

@testable import qsend

/// A row of a table: a batch, and what is said of it before it is sent.
struct PreparedRow: CustomTestStringConvertible {
  let testDescription: String
  private let batch: String
  /// The reason why the batch is invalid; `nil` for one that is sent.
  private let reason: String?

  /// A batch with these members beside those that every batch needs.
  init(_ what: String, _ members: String, _ reason: String? = nil) {
    testDescription = what
    batch = Self.batch(members)
    self.reason = reason
  }

  /// A batch of one event, whose `data` has these members beside its time.
  ///
  /// - Parameter reason: what follows on the path of `data`.
  init(event what: String, _ type: String, _ data: String, _ reason: String? = nil) {
    let data = "{\"timestamp_unixtime_ms\":\"1599790566900\"\(data.isEmpty ? "" : ",")\(data)}"
    self.init(
      "\(type): \(what)", "\"events\":[{\"event_type\":\"\(type)\",\"data\":\(data)}]",
      reason.map { "events[0].data" + $0 })
  }

  static func batch(_ members: String) -> String {
    "{\"environment\":\"production\",\"mpid\":\"-7346244611012968789\",\(members)}"
  }

  func verify() throws {
    let found = Self.reason(of: try JSONText(batch))
    #expect(found == reason, "\(batch)")
  }

  /// Why a batch is invalid, if it is.
  private static func reason(of batch: JSONText) -> String? {
    var preparation = Preparation(check, router, replayID: "")
    let place = Place(file: "rows", line: 1)
    guard case .invalid(let fault, _, _) = preparation.prepare(batch.view, sequence: 0, at: place)
    else { return nil }
    return "\(fault.reason)"
  }

  static let router = Router(mode: .auto, historicalBefore: Timestamp(milliseconds: 0))
  static let check = BatchCheck(
    environment: nil, requiresMPID: false, allowsDelivered: false, historicalLimit: nil)
}
