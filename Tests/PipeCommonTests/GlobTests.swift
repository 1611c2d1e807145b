import PipeCommon
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("*", ""), ("*", "anything"), ("Order *", "Order Placed"), ("a?c", "abc"), ("a?c", "aéc"),
    ("[a-c]x", "bx"),
    ("[!a-c]x", "dx"), ("*a*b*", "xxaxxbxx"), ("\\*", "*"), ("日*", "日本"), ("[]]", "]"),
    ("a*a*a", "aaa"),
  ])
  func patternsMatchWholeNames(pattern: String, name: String) throws {
    #expect(try matches(pattern, name))
  }

  @Test(arguments: [
    ("", "a"), ("Order", "Order Placed"), ("order *", "Order Placed"), ("a?c", "ac"),
    ("[a-c]x", "dx"), ("\\*", "a"),
    ("*a", "ab"), ("a*a*a", "aa"),
  ])
  func othersDoNotMatch(pattern: String, name: String) throws {
    #expect(try !matches(pattern, name))
  }

  @Test(arguments: ["[a", "[z-a]", "a\\"])
  func aBrokenPatternIsAMistake(pattern: String) {
    #expect(throws: UsageError.self) { try Glob(pattern) }
  }

  @Test func aHostilePatternTakesNoTime() throws {
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(try !matches(pattern, String(repeating: "a", count: 5000)))
  }

  private func matches(_ pattern: String, _ name: String) throws -> Bool {
    try Glob(pattern).matches(name.utf8.span)
  }
}
