import PipeCommon
import Testing

@testable import qsend

@Suite struct StandingLinesTests {
  private let mark = FileMark(file: "1:2", length: 3)

  @Test func whatStandsThereIsNotWrittenAgain() {
    var standing = StandingLines(behind: mark)
    for line in [1, 2, 2] as [UInt64] { standing.add(line) }
    for line in [1, 2, 2] as [UInt64] {
      let stands = standing.take(line)
      #expect(stands)
      // A run that is killed now must find them from the same place on.
      #expect(standing.mark == mark)
    }
    let isNew = !standing.take(2)
    #expect(isNew && standing.mark == nil)
  }

  @Test func behindTheFirstNewLineNothingStands() {
    var standing = StandingLines(behind: mark)
    standing.add(1)
    standing.add(2)
    let found = ([1, 3, 2] as [UInt64]).map { standing.take($0) }
    #expect(found == [true, false, false])
  }

  /// The fingerprint of a receipt is that of the line which it becomes.
  @Test(arguments: ["stdin", "a \"b\"\\\u{1B}é"], [1, 1 << 40])
  func aReceiptIsKnownByItsLine(file: String, line: Int) {
    var receipt = Receipt(
      origin: RecordOrigin(place: Place(file: file, line: line)), status: .accepted, part: 2,
      parts: 4, events: [])
    func text() -> [UInt8] {
      var text: [UInt8] = []
      receipt.append(to: &text)
      return text.dropLast()
    }
    #expect(StandingLines.fingerprint(ofReceipt: text().span) == receipt.fingerprint)
    let body: [UInt8] = []
    receipt.requestID = RequestID(replayID: "", batchID: [], body: body.span)
    #expect(StandingLines.fingerprint(ofReceipt: text().span) == receipt.fingerprint)
    let before = receipt.fingerprint
    receipt.part = 3
    #expect(receipt.fingerprint != before)
  }

  @Test(arguments: ["", "{}", "[1]", "{\"file\":\"f\",\"line\":1}", "{\"file\":\"f\",\"line\":1,"])
  func whatIsNoReceiptHasNone(line: String) {
    #expect(StandingLines.fingerprint(ofReceipt: line.utf8.span) == nil)
  }
}
