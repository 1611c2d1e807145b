import PipeCommon
import Testing

@testable import qsend

@Suite struct JournalTextTests {
  private static let binding = JournalBinding(Options())

  private static func state(historicalBefore: Int64 = 1_700_000_000_000) -> JournalState {
    var state = JournalState(
      historicalBefore: Timestamp(milliseconds: historicalBefore),
      started: Timestamp(milliseconds: 1_762_000_000_000))
    state.records = 12
    state.digest = "00ff"
    state.totals = JournalTotals(
      counts: LedgerCounts(
        accepted: 5, rejected: 3, invalid: 4, batches: 6, events: 1 << 40, historical: 2),
      requests: 7, retries: 8, throttled: 9)
    state.underWay = 10
    state.receipts = FileMark(file: "1:2", length: 345)
    state.joining = JoiningMemory(blocks: [3, 10_003], apart: [5, 17])
    state.witnesses = [Witness(endpoint: .events, record: 11, part: 2, requestID: "an id")]
    state.doubts = [
      JournalState.Doubt(
        kind: "events[].data.\"é\\\n",
        entry: DoubtBook.Entry(accepted: 1, refused: 2, proofs: 3, isRefused: true),
        isTrusted: true),
      JournalState.Doubt(kind: "ip", entry: DoubtBook.Entry()),
    ]
    return state
  }

  private func read(_ text: [UInt8]) throws(UsageError) -> JournalText.Contents {
    try JournalText.read(text, "j", Self.binding)
  }

  /// -5e12 is in 1811: whoever wants nothing to be historical may say so.
  @Test(arguments: [1_700_000_000_000, 0, -1, -5_000_000_000_000] as [Int64])
  func whatWasRememberedIsReadAgain(historicalBefore: Int64) throws {
    let state = Self.state(historicalBefore: historicalBefore)
    let text = JournalText.text(state, Self.binding)
    let contents = try read(text)
    #expect(contents.state == state)
    #expect(contents.broken.isEmpty)
    #expect(JournalText.text(contents.state, contents.binding) == text)
  }

  /// A batch that was sent without its doubtful event must not be sent with it under another id.
  @Test(arguments: [0, 10_000])
  func whatARunLearnsHoldsOnceNothingIsUnderWay(underWay: Int) {
    var state = Self.state()
    let settled = DoubtBook.Entry(accepted: 20, proofs: 20)
    state.doubts = [
      JournalState.Doubt(kind: "learned", entry: settled),
      JournalState.Doubt(kind: "unsettled since", entry: DoubtBook.Entry(), isTrusted: true),
    ]
    state.underWay = underWay
    #expect(
      state.doubtsAtStart.map(\.isTrusted) == (underWay == 0 ? [true, false] : [false, true]))
  }

  @Test func whatBelongsToSomethingElseIsNamed() throws {
    let text = JournalText.text(Self.state(), Self.binding)
    var other = Options()
    other.replayID = "again"
    other.joins = .neighbours
    let broken = try JournalText.read(text, "j", JournalBinding(other)).broken
    #expect(broken.map(\.tie.name) == ["replay_id", "options"])
    #expect(broken.map(\.found) == ["", ""])
  }

  /// However a journal was cut off or changed, it is read as it was, or refused.
  @Test func whatIsDamagedIsRefused() throws {
    let state = Self.state()
    let text = JournalText.text(state, Self.binding)
    for length in 0..<text.count - 1 {
      #expect(throws: UsageError.self, "\(length) bytes") { try read(Array(text[..<length])) }
    }
    for name in ["records", "started", "accepted", "under_way", "historical_before"] {
      for damage in ["\"\(name)\":\"x", "\"\(name)\":1e400", "\"\(name)\":null,\"x\":"] {
        let damaged = String(decoding: text, as: UTF8.self).replacing("\"\(name)\":", with: damage)
        #expect(throws: UsageError.self, "\(damage)") { try read(Array(damaged.utf8)) }
      }
    }
    let negative = String(decoding: text, as: UTF8.self)
      .replacing("\"records\":12", with: "\"records\":-12")
    #expect(throws: UsageError.self) { try read(Array(negative.utf8)) }
  }
}
