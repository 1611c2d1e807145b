import Foundation
import PipeCommon
import TestSupport
import Testing

@testable import qfix

@Suite struct RegularExpressionTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let pattern: String
    let text: String
    /// The matches, each with its groups behind it.
    let matches: [[String]]
    var testDescription: String { "\(pattern) on \(text)" }

    init(_ pattern: String, _ text: String, _ matches: [String]...) {
      self.pattern = pattern
      self.text = text
      self.matches = matches
    }
  }

  static let rows = [
    Row("a|ab", "xab", ["ab"]), Row("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "ab", "c", "d"]),
    Row("(Order|Order Placed)(.*)", "Order Placed!", ["Order Placed!", "Order Placed", "!"]),
    Row("(.*)([0-9]+)", "abc123", ["abc123", "abc12", "3"]),
    Row(".*([0-9]+)", "abc123", ["abc123", "3"]), Row("(a)|b", "b", ["b", ""]),
    Row("x*", "axxb", [""], ["xx"], [""]), Row("(a*)*", "aab", ["aa", "aa"], ["", ""]),
    Row("^a", "aa", ["a"]), Row("a$", "aa", ["a"]), Row("^$", "", [""]),
    Row("a{2,3}", "aaaaa", ["aaa"], ["aa"]),
    Row("a{,2}b", "aaab", ["aab"]), Row("(ab){2}", "ababab", ["abab", "ab"]),
    Row("a{x", "a{x", ["a{x"]), Row("\\d+", "door 12", ["12"]), Row("\\D+", "a1b", ["a"], ["b"]),
    Row("\\w+", "größe_1 x", ["größe_1"], ["x"]), Row("\\W", "a-b", ["-"]),
    Row("\\s", "a\u{A0}\tb", ["\u{A0}"], ["\t"]), Row("\\S+", " ab ", ["ab"]),
    Row("\\ba", "aa a", ["a"], ["a"]), Row("\\Ba", "aa a", ["a"]),
    Row("\\n\\t\\r", "\n\t\r", ["\n\t\r"]), Row("[\\d.]+", "v1.2", ["1.2"]),
    Row("[\\]+", "a\\b", ["\\"]), Row("[\\n\\w]+", "a\nb", ["a\nb"]), Row("[]a]+", "]a", ["]a"]),
    Row("[^]a]", "]ab", ["b"]), Row("[a-c]+", "abcd", ["abc"]), Row("[[:upper:]]+", "aÄB", ["ÄB"]),
    Row("[[.-.]x]+", "a-x", ["-x"]), Row("[a-]+", "a-b", ["a-"]), Row("\\.", "a.b", ["."]),
    Row("\\<b\\>", "<b>", ["<b>"]), Row(".", "😀é", ["😀"], ["é"]), Row("é+", "éé", ["éé"]),
    Row("a|", "ba", [""], ["a"]), Row("()", "a", ["", ""], ["", ""]),
  ]

  @Test(arguments: rows)
  func matchesAreFound(row: Row) throws {
    let text = Array(row.text.utf8)
    let matches = try RegularExpression(row.pattern[...].unicodeScalars).matches(in: text)
    let found = matches?.map { $0.map { String(decoding: text[$0], as: UTF8.self) } }
    #expect(found == row.matches)
  }

  @Test(arguments: [
    "\\a", "\\1", "(a)\\1", "\\0", "\\x41", "[\\a]", "[\\D]", "[\\b]", "a\\", "(a", "a)", "[a",
    "[z-a]",
    "[[:nonsense:]]", "*a", "a|*b", "(+a)", "^*", "a{3,2}", "a{1", "a{99999}",
    "((a{1000}){1000}){1000}",
    "(a{200}){200}", String(repeating: "(", count: 100_000),
    "a" + String(repeating: "*", count: 100_000),

  ])
  func mistakesAreRefused(pattern: String) {
    #expect(throws: RegularExpression.Fault.self) {
      _ = try RegularExpression(pattern[...].unicodeScalars)
    }
  }

  /// The system's library agrees on where the first match is.
  @Test(arguments: 0..<400)
  func theSystemFindsTheSame(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pattern = expression(depth: 3, &random)
    let expression = try RegularExpression(pattern[...].unicodeScalars)
    for _ in 0..<20 {
      let text = String(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          "abcé".randomElement(using: &random) ?? "a"
        })
      let found = expression.matches(in: Array(text.utf8))?.first?.first
      #expect(found == systemMatch(pattern, text), "seed \(seed): \(pattern) on \(text)")
    }
  }

  /// Texts over which backtracking, or starting anew at each place, would not end.
  @Test(arguments: [
    "(a|aa)*b", "(x+x+)+y|(a+a+)+y", "(.*)(.*)(.*)x", "(a|b)*a(a|b){12}c", "a.{0,200}b", "a|a.*b",
  ])
  func timeIsBounded(pattern: String) throws {
    let expression = try RegularExpression(pattern[...].unicodeScalars)
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 11)
    let start = ContinuousClock.now
    _ = expression.matches(in: text)
    // What is not bounded takes years.
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func whatTakesTooLongIsGivenUp() throws {
    let expression = try RegularExpression("a|a.*b"[...].unicodeScalars)
    #expect(expression.matches(in: [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 10)) == nil)
    #expect(expression.matches(in: [UInt8](repeating: UInt8(ascii: "a"), count: 50))?.count == 50)
  }

  private func expression(depth: Int, _ random: inout SeededGenerator) -> String {
    let part = { (random: inout SeededGenerator) in
      depth == 0
        ? ["a", "b", "c", ".", "[ab]", "[^a]", "é"].randomElement(using: &random) ?? "a"
        : self.expression(depth: depth - 1, &random)
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "(\(part(&random))|\(part(&random)))"
    case 1: return "(\(part(&random)))*"
    case 2: return "(\(part(&random)))+"
    case 3: return "(\(part(&random)))?"
    case 4: return "(\(part(&random))){1,2}"
    case 5: return ["^", "(a|^)b", "c$"].randomElement(using: &random) ?? "^"
    default: return part(&random) + part(&random)
    }
  }

  private func systemMatch(_ pattern: String, _ text: String) -> Range<Int>? {
    unsafe _ = setlocale(LC_CTYPE, "C.UTF-8")
    var compiled = unsafe regex_t()
    guard unsafe regcomp(&compiled, pattern, REG_EXTENDED) == 0 else { return nil }
    defer { unsafe regfree(&compiled) }
    var match = regmatch_t()
    guard unsafe regexec(&compiled, text, 1, &match, 0) == 0 else { return nil }
    return Int(match.rm_so)..<Int(match.rm_eo)
  }
}
