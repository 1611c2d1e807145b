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
    for level in VectorLevel.available { _ = try JSONReading(text.utf8.span, level) }
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
    for level in VectorLevel.available {
      #expect(throws: JSONFault.self, "\(level)") { _ = try JSONReading(text.utf8.span, level) }
    }
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

  /// Texts of a few blocks of tokens, one byte of which is another: every level says the same.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func allLevelsAgreeWithTheOracle(seed: UInt64) {
    var generator = JSONGenerator(seed: seed)
    let text = Array(
      generator.object(bytes: Int.random(in: 10...3000, using: &generator.random)).utf8)
    let special = Array("{}[]:,\"\\ 0-.etn\n\u{1}".utf8) + [0x80, 0xC3, 0xE2, 0xF0]
    for round in 0..<10 {
      var text = text
      for _ in 0..<round.signum() {
        let place = Int.random(in: text.indices, using: &generator.random)
        text[place] = special.randomElement(using: &generator.random)!
      }
      let verdicts = VectorLevel.available.map { verdict(text, $0) }
      #expect((verdicts[0] == nil) == Oracle.accepts(text), "seed \(seed), round \(round)")
      #expect(verdicts.allSatisfy { $0 == verdicts[0] }, "seed \(seed), round \(round)")
    }
  }

  /// Characters from each row of the Unicode Standard's table, at every place of a block.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func allLevelsAgreeOnUTF8(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let characters = Array("aé\u{80}\u{7FF}\u{800}東\u{D7FF}\u{E000}\u{FFFF}\u{10000}😀\u{10FFFF}")
    let string = String((0..<60).map { _ in characters.randomElement(using: &random)! })
    let edges: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
    ]
    for round in 0..<10 {
      var text = Array("\"\(string)\"".utf8)
      if round > 0 {
        let place = Int.random(in: 1..<text.count - 1, using: &random)
        text[place] = edges.randomElement(using: &random)!
      }
      let verdicts = VectorLevel.available.map { verdict(text, $0) }
      #expect((verdicts[0] == nil) == Oracle.accepts(text), "seed \(seed), round \(round)")
      #expect(verdicts.allSatisfy { $0 == verdicts[0] }, "seed \(seed), round \(round)")
    }
  }

  /// Digits are seen eight at a time; whatever stands among them is seen as well, at every place.
  @Test(arguments: [0, 1, 7, 8, 9, 16, 17])
  func whatStandsAmongDigitsIsSeen(digits: Int) {
    let number = String(repeating: "7", count: digits)
    let scalars = (0...0x7FF).map { UnicodeScalar($0)! } + ["\u{800}", "東", "\u{FFFF}", "😀"]
    for scalar in scalars {
      for text in [
        "[\(number)\(scalar)1,\"some more text\"]", "[1.\(number)\(scalar),[true,false]]",
      ] {
        let bytes = Array(text.utf8)
        let verdicts = VectorLevel.available.map { verdict(bytes, $0) }
        #expect((verdicts[0] == nil) == Oracle.accepts(bytes), "\(bytes)")
        #expect(verdicts.allSatisfy { $0 == verdicts[0] }, "\(bytes)")
      }
    }
  }

  /// The fault of a text, and `nil` if it has none.
  private func verdict(_ text: [UInt8], _ level: VectorLevel) -> JSONFault? {
    do throws(JSONFault) { _ = try JSONReading(text.span, level) } catch { return error }
    return nil
  }
}
