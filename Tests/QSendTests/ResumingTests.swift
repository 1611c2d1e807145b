import PipeCommon
import Testing

@testable import qsend

@Suite struct ResumingTests {
  /// What the input is behind each record.
  private func digests(_ records: [String]) -> [InputDigest] {
    var digest = InputDigest()
    return records.map { record in
      digest.add(record.utf8.span)
      return digest
    }
  }

  /// Whether a run goes on behind the first three records.
  private func goesOn(_ records: [String]) -> Bool {
    var state = JournalState(
      historicalBefore: Timestamp(milliseconds: 0), started: Timestamp(milliseconds: 0))
    state.records = 3
    state.digest = digests(["a", "b", "c"])[2].text
    var resuming = Resuming(state)
    for digest in digests(records) {
      guard resuming.pass(digest) else { return false }
      if resuming.isDone { return true }
    }
    return false
  }

  @Test func theSameInputIsPassedOver() {
    #expect(goesOn(["a", "b", "c", "d"]))
  }

  @Test(arguments: [
    ["b", "a", "c"], ["a", "b", "x"], ["x", "b", "c"], ["a", "bc", ""], ["ab", "", "c"],
    ["a", "b"],
  ])
  func otherInputIsNot(records: [String]) {
    #expect(!goesOn(records))
  }
}
