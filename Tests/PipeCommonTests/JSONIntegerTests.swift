import PipeCommon
import TestSupport
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

  @Test func everyOtherByteInEveryPlaceOfALongOneIsFound() {
    let digits = Array("1234567890123456789".utf8)
    for length in [7, 8, 9, 15, 16, 17, 19] {
      for place in 0..<length {
        for byte in UInt8.min ... .max {
          var text = Array(digits[..<length])
          text[place] = byte
          let expected = Int64(String(decoding: text, as: UTF8.self))
          let isPlain = text.allSatisfy { (0x30...0x39).contains($0) }
          let isNegative = place == 0 && byte == 0x2D
          let isCanonical = (isPlain && text[0] != 0x30) || isNegative
          #expect(
            JSONInteger.value(text.span) == (isCanonical ? expected : nil),
            "\(byte) at \(place) of \(length)")
        }
      }
    }
  }

  @Test(arguments: 0..<200)
  func theValueIsThatOfTheStandardLibrary(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let number =
      Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
    #expect(value("\(number)") == number, "seed \(seed)")
  }

  private func isCanonical(_ text: String) -> Bool { JSONInteger.isCanonical(text.utf8.span) }

  private func value(_ text: String) -> Int64? { JSONInteger.value(text.utf8.span) }
}
