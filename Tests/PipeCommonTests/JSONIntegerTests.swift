import PipeCommon
import Testing

@Suite struct JSONIntegerTests {
  @Test(arguments: ["0", "-1", "7346244611012968789", "123456789012345678901234567890", "-0"])
  func oneSpellingIsCanonical(text: String) {
    #expect(isCanonical(text))
  }

  @Test(arguments: ["", "-", "007", "+7", "7.0", "1e3", " 7", "7 ", "a", "--1", "-01"])
  func othersAreNot(text: String) {
    #expect(!isCanonical(text))
  }

  @Test(arguments: [
    ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("0", 0), ("42", 42),
  ])
  func sixtyFourBitsFit(text: String, value: Int64) {
    #expect(self.value(text) == value)
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "99999999999999999999"])
  func moreDoNot(text: String) {
    #expect(value(text) == nil)
  }

  private func isCanonical(_ text: String) -> Bool { JSONInteger.isCanonical(text.utf8.span) }

  private func value(_ text: String) -> Int64? { JSONInteger.value(text.utf8.span) }
}
