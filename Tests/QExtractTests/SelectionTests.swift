import PipeCommon
import Testing

@testable import qextract

@Suite struct SelectionTests {
  @Test(
    arguments: [
      ("events", Selection.events), ("events,identities", [.events, .identities]), ("all", .all),
    ] as [(String, Selection)])
  func aListNamesKinds(list: String, expected: Selection) throws {
    #expect(try Selection(list) == expected)
  }

  @Test(arguments: ["", "events,", "event", "Events"])
  func anythingElseIsAMistake(list: String) {
    #expect(throws: UsageError.self) { try Selection(list) }
  }

  @Test func theMessageNamesTheNearestKind() {
    let message =
      "--select takes events, event-attributes, user-attributes, identities, all; "
      + "not 'evnts' (did you mean 'events'?)"
    #expect(throws: UsageError(message)) { try Selection("evnts") }
  }
}
