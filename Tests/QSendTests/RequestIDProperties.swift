import PipeCommon
import TestSupport
import Testing

@testable import qsend

/// An id is a function of the batch and the options, never of timing, company or the clock.
@Suite struct RequestIDProperties {
  /// A preparation that has seen others before, in any order, gives the id that a new one gives: after
  /// a kill the next run begins anywhere, with other records before.
  @Test(arguments: 0..<30)
  func idsAreTheSameInWhateverCompany(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let batches = (0..<40).map { batch($0, &random) }
    let alone = try batches.map { try ids([$0], replayID: "r")[0] }
    let order = Array(batches.indices).shuffled(using: &random)
    let together = try ids(order.map { batches[$0] }, replayID: "r")
    #expect(together == order.map { alone[$0] }, "seed \(seed)")
    let all = alone.flatMap { $0 }
    #expect(Set(all).count == all.count, "seed \(seed)")
    let others = try ids(batches, replayID: "s").flatMap { $0 }
    #expect(Set(all).isDisjoint(with: others), "seed \(seed)")
  }

  @Test(arguments: 0..<10)
  func partsHoldEveryEventOnceAndFit(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let sizes = (0..<20).map { _ in Int.random(in: 0...70_000, using: &random) }
    let json = try JSONText(batch(1, sizes: sizes))
    var preparation = preparation(Timestamp(milliseconds: 0), replayID: "")
    guard
      case .ready(let record) = preparation.prepare(
        json.view, sequence: 0, at: Place(file: "f", line: 1))
    else {
      Issue.record("seed \(seed)")
      return
    }
    #expect(record.parts.flatMap(\.events) == Array(0..<20), "seed \(seed)")
    for part in record.parts {
      let wire = try #require(part.batch?.wire)
      #expect(wire.count <= WireParts.batchBytes, "seed \(seed)")
      #expect(Oracle.accepts(wire), "seed \(seed)")
    }
  }

  private func preparation(_ cut: Timestamp, replayID: String) -> Preparation {
    PreparedRow.preparation(replayID: replayID, historicalBefore: cut)
  }

  /// The ids of each batch, by one preparation.
  private func ids(_ batches: [String], replayID: String) throws -> [[String]] {
    var preparation = preparation(Timestamp(milliseconds: 1_761_000_000_000), replayID: replayID)
    return try batches.enumerated().map { sequence, text in
      let json = try JSONText(text)
      let place = Place(file: "a run", line: sequence)
      guard case .ready(let record) = preparation.prepare(json.view, sequence: sequence, at: place)
      else { return [] }
      return record.parts.compactMap(\.batch?.requestID.text)
    }
  }

  private func batch(_ number: Int, _ random: inout SeededGenerator) -> String {
    let isLarge = Int.random(in: 0..<5, using: &random) == 0
    let sizes = (0..<Int.random(in: 1...4, using: &random)).map { _ in isLarge ? 60_000 : 10 }
    return batch(number, sizes: sizes)
  }

  private func batch(_ number: Int, sizes: [Int]) -> String {
    let events = sizes.enumerated().map { place, size in
      let text = String(repeating: "x", count: size)
      return """
        {"event_type":"custom_event","data":{"custom_event_type":"other","event_name":"e\(place)",\
        "timestamp_unixtime_ms":\(1_760_000_000_000 + number * 100_000_000),\
        "custom_attributes":{"x":"\(text)"}}}
        """
    }
    return """
      {"environment":"production","mpid":\(number % 3 + 1),"batch_id":\(number),\
      "events":[\(events.joined(separator: ","))]}
      """
  }
}
