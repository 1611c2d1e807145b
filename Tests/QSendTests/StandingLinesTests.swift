import PipeCommon
import Testing

@testable import qsend

@Suite struct StandingLinesTests {
  /// Lines, each ten bytes long.
  private func standing(_ lines: [UInt64]) -> StandingLines {
    var standing = StandingLines(behind: FileMark(file: "1:2", length: 5))
    for (number, line) in lines.enumerated() { standing.add(line, end: 15 + number * 10) }
    return standing
  }

  /// Each case: what stands there, what would be written, and behind which the mark is each time,
  /// as long as it is found.
  @Test(
    arguments: [
      ([1, 2, 2], [1, 2, 2, 2], [15, 25, 35]), ([1, 2], [1, 3, 2], [15]), ([], [1], []),
      // What other runs have written stands between.
      ([8, 1, 9, 9, 2, 9], [1, 2, 3], [25, 55]),
      // What is settled is not found again.
      ([1, 2], [2, 1], [25]),
    ] as [([UInt64], [UInt64], [Int])])
  func whatStandsThereIsNotWrittenAgain(lines: [UInt64], written: [UInt64], marks: [Int]) {
    var standing = standing(lines)
    let found = written.map { line in standing.take(line) ? standing.mark?.length : nil }
    #expect(found == marks + Array(repeating: nil, count: written.count - marks.count))
    #expect(standing.mark == nil)
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
