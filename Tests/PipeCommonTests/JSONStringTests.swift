import PipeCommon
import Testing

@Suite struct JSONStringTests {
  @Test(arguments: [
    ("abc", "abc"), ("\\u0065vents", "events"), ("\\n\\t\\\"\\\\\\/", "\n\t\"\\/"),
    ("\\ud83d\\ude00", "😀"),
    ("\\u00e9", "é"), ("\\u20ac", "€"),
  ])
  func escapesAreDecoded(raw: String, text: String) {
    #expect(decode(raw) == Array(text.utf8))
    #expect(equals(raw, text))
  }

  @Test func differentTextsAreNotEqual() {
    #expect(!equals("\\u0065vent", "events"))
    #expect(!equals("a", ""))
  }

  @Test func aLoneSurrogateIsLikeNothingElse() {
    #expect(decode("\\ud83d") == [0xED, 0xA0, 0xBD])
    #expect(decode("\\ud83d\\u0041") == [0xED, 0xA0, 0xBD, 0x41])
  }

  @Test(arguments: ["", "a", "\"\\", "\n\r\t\u{1}\u{1F}", "é😀"])
  func whatIsEncodedDecodesToTheSame(text: String) throws {
    let encoded = JSONString.encode(text)
    let json = try JSONText(encoded.span)
    let decoded = json.view.decoded(json.view.root)
    #expect(decoded == Array(text.utf8))
  }

  @Test func aLoneSurrogateIsWrittenAsTheEscapeItWas() {
    let decoded = decode("a\\ud800b\\uDFFFc")
    #expect(
      String(decoding: JSONString.encode(decoded.span), as: UTF8.self) == "\"a\\ud800b\\udfffc\"")
  }

  private func decode(_ raw: String) -> [UInt8] { JSONString.decode(raw.utf8.span) }

  private func equals(_ raw: String, _ text: String) -> Bool {
    JSONString.equals(raw.utf8.span, text.utf8.span)
  }
}
