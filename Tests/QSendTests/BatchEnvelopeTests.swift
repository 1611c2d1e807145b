import PipeCommon
import Testing

@testable import qsend

@Suite struct BatchEnvelopeTests {
  /// A batch of a user, with one of its members otherwise.
  private func envelope(_ change: String = "", user: UInt64 = 1) throws -> BatchEnvelope {
    let json = try JSONText(
      """
      {\(change)"mpid":1,"events":[{}],"batch_id":7,"context":{"data_plan":{"plan_id":"p",\
      "block_metadata":{"dto_version":1}}}}
      """)
    var outline = BatchOutline()
    try outline.readMembers(json.view)
    return BatchEnvelope(outline, of: UserKey(value: user), json.view)
  }

  @Test func whatTheWireFormLeavesOutMakesNoDifference() throws {
    let removed = InboundBatch.shape.members.filter {
      if case .removed = $0.value.form { true } else { false }
    }.map { "\($0.name)" }
    #expect(Set(removed.map { Array($0.utf8) }) == Set(BatchEnvelope.removed))
    for name in removed where name != "batch_id" {
      #expect(try envelope("\"\(name)\":\"x\",").hash == envelope().hash, "\(name)")
    }
  }

  @Test func whatElseIsInABatchDoes() throws {
    let hashes = try ["", "\"ip\":\"x\",", "\"ip\":\"y\",", "\"pi\":\"x\","].map {
      try envelope($0).hash
    }
    #expect(try Set(hashes + [envelope(user: 2).hash]).count == 5)
    #expect(try envelope("\"ip\":\"x\",").bytes == envelope().bytes + 9)
  }
}
