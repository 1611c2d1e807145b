import PipeCommon
import TestSupport
import Testing

@Suite struct JSONGrammarTests {
  @Test(arguments: [
    "{}", "[]", "0", "-0", "-0.0", "1e400", "1E-2", "0e+1", "\"\"", "\"\\ud83d\"", "\"\\u0000\"",
    "null", " true ",
    "[1,[2,[3]]]", "{\"\":0}", "{\"a\":1,\"a\":2}", "\"\u{7F}\"", "[\"\\\\\"]", "\"é😀\u{FFFF}\"",
    "{\"a\":\"\\\\\\\"\"}", "1234567890123456789012345678901234567890", "\"a,b]}\"",
  ])
  func whatRFC8259AllowsPasses(text: String) throws {
    _ = try JSONText(text)
    #expect(Oracle.accepts(Array(text.utf8)))
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "{,}", "{\"a\"}", "{\"a\":}", "{1:2}", "[1 2]",
    "01", "-", "-a", "+1",
    "1.", ".1", "1e", "1e+", "0x1", "1_000", "NaN", "Infinity", "nul", "True", "'a'", "\"",
    "\"\\\"", "\"\\x\"",
    "\"\\u12\"", "\"\t\"", "\"\n\"", "[1]]", "{}{}", "1 2", "\"a\"\"b\"", "[\"a\"x]", "[\"a\" \\n]",
    "\\", "[1\\]", "\u{FEFF}1",
    "[1\u{0}]", "[1\u{A0}]", "é", "1é", "{\"a\":1 \"b\":2}", "[\"\\u00\u{E9}9\"]", "tru\u{1}e",
    "[true\"a\"]", "[1\"a\"]",
  ])
  func whatRFC8259ForbidsDoesNot(text: String) {
    #expect(throws: JSONFault.self) { try JSONText(text) }
    #expect(!Oracle.accepts(Array(text.utf8)))
  }

  @Test func aFaultNamesItsByte() throws {
    func offset(_ text: String) -> Int? {
      do throws(JSONFault) { _ = try JSONText(text) } catch { return error.offset }
      return nil
    }
    #expect(offset("{\"a\":1x}") == 6)
    #expect(offset("[1,,2]") == 3)
    #expect(offset("[\"ab\\q\"]") == 4)
    #expect(offset("{\"a\" 1}") == 5)
  }
}
