import PipeCommon
import Testing

@testable import qsend

@Suite struct NeighbourJoiningTests {
  /// A record of a batch's events, as `qextract --each event` writes it.
  private func record(_ batchID: String, _ events: [Int], plan: String = "p") -> String {
    let events = events.map { "{\"data\":{\"event_id\":\"\($0)\"}}" }.joined(separator: ",")
    return "{\"batch_id\":\(batchID),\"events\":[\(events)],\"plan\":\"\(plan)\"}"
  }

  /// The texts of the groups, how many records each was, and the line where it begins.
  private func join(_ records: [String]) throws -> [String] {
    var joining = NeighbourJoining()
    var groups: [NeighbourJoining.Group] = []
    for (number, text) in records.enumerated() {
      let json = try JSONText(text)
      groups += joining.add(json.view, at: Place(file: "f", line: number + 1), InputDigest())
    }
    groups += joining.close()
    return groups.map {
      "\($0.place.line)+\($0.records) \(String(decoding: $0.text, as: UTF8.self))"
    }
  }

  @Test func neighboursOfOneBatchBecomeOne() throws {
    #expect(
      try join([record("\"1\"", [1]), record("\"1\"", [2, 3]), record("\"2\"", [4])]) == [
        "1+2 \(record("\"1\"", [1, 2, 3]))", "3+1 \(record("\"2\"", [4]))",
      ])
  }

  @Test(arguments: [
    ["\"1\"", "\"2\"", "\"1\""],
    // There is nothing that says that these belong together.
    ["null", "null"], ["\"\"", "\"\""],
  ])
  func whatIsNoNeighbourOrHasNoIDStaysAsItIs(ids: [String]) throws {
    let records = ids.enumerated().map { record($1, [$0]) }
    #expect(try join(records) == records.enumerated().map { "\($0 + 1)+1 \($1)" })
  }

  @Test func anotherEnvelopeIsAnotherBatch() throws {
    let records = [record("\"1\"", [1]), record("\"1\"", [2], plan: "q")]
    #expect(try join(records) == ["1+1 \(records[0])", "2+1 \(records[1])"])
  }

  @Test func aGroupIsAsLargeAsOneBatchMayBe() throws {
    // A thousand records of some 1,000 bytes of events each, all of one batch.
    let text = String(repeating: "x", count: 950)
    let records = (0..<1000).map {
      "{\"batch_id\":1,\"events\":[{\"data\":{\"event_id\":\"\($0)\",\"a\":\"\(text)\"}}]}"
    }
    let groups = try join(records)
    #expect(groups.count == 8)
    #expect(groups.allSatisfy { $0.utf8.count <= WireParts.batchBytes + 20 })
    let events = groups.map { $0.matches(of: /"event_id"/).count }
    #expect(events.reduce(0, +) == 1000)
  }

  @Test func anEventThatStoodThereAlreadyIsLeftOut() throws {
    let records = [record("\"1\"", [1, 2]), record("\"1\"", [2, 3])]
    #expect(try join(records) == ["1+2 \(record("\"1\"", [1, 2, 3]))"])
  }

  @Test func whatIsNoBatchEndsAGroup() throws {
    let records = [record("\"1\"", [1]), "{\"a\":1}", record("\"1\"", [2])]
    #expect(try join(records) == records.enumerated().map { "\($0 + 1)+1 \($1)" })
  }

  /// The journal calls a group settled only with the last of its records.
  @Test func theDigestIsThatBehindTheLastRecord() throws {
    var joining = NeighbourJoining()
    var digest = InputDigest()
    for event in 1...3 {
      let text = record("\"1\"", [event])
      digest.add(Array(text.utf8).span)
      let json = try JSONText(text)
      let complete = joining.add(json.view, at: Place(file: "f", line: 1), digest)
      #expect(complete.isEmpty)
    }
    let groups = joining.close()
    #expect(groups.map(\.digest) == [digest])
  }
}
