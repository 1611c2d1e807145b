import Testing

@testable import qsend

@Suite struct TornReceiptTests {
  private static let start = "{\"file\":\"a\",\"event_ids\":[\"1\"],\"attempts\":"
  private static let line = start + "14,\"error\":null,\"doubt\":null}\n"

  private func completed(_ torn: String) -> String {
    var line = Array(Self.line.utf8)
    Receipt.complete(&line, behind: Array(torn.utf8))
    return String(decoding: line, as: UTF8.self)
  }

  @Test(arguments: ["", "{\"fi", start, start + "1", start + "14", start + "14,\"err"])
  func whatBeginsAsTheLineIsCompletedByIt(torn: String) {
    #expect(completed(torn) == Self.line)
  }

  @Test(arguments: ["9", "9,", "9,\"error\":nul", "9,\"error\":null,\"doubt\":null}"])
  func attemptsThatStandThereCount(torn: String) {
    #expect(completed(Self.start + torn) == Self.start + "9,\"error\":null,\"doubt\":null}\n")
  }

  @Test(arguments: [
    start + "9,\"error\":\"no", "{\"file\":\"b\",\"event_ids\":[\"1\"],\"attempts\":9",
  ])
  func whatIsAnotherLineIsLeftAsItIs(torn: String) {
    #expect(completed(torn) == Self.line)
  }
}
