import PipeCommon
import Testing

@testable import qfix

@Suite struct JSONPathTests {
  private func key(_ name: String) -> JSONPath.Step { .key(Array(name.utf8)) }

  @Test func pathsAreReadAsJQReadsThem() throws {
    let cases: [(String, [JSONPath.Step])] = [
      (".a", [key("a")]), (".a.b", [key("a"), key("b")]), (".[\"a b\"]", [key("a b")]),
      (".a[\"b\"].c", [key("a"), key("b"), key("c")]), (".\"a.b\"", [key("a.b")]),
      (".events[].data", [key("events"), .each, key("data")]),
      (".a[0][-1]", [key("a"), .index(0), .index(-1)]),
      (".[]", [.each]), (".", []), (".$gender", [key("$gender")]),
      (".[\"\\u00e9\\\"\"]", [key("é\"")]),
    ]
    for (text, steps) in cases {
      #expect(try JSONPath(text, option: "--unset").steps == steps, "\(text)")
    }
  }

  @Test(arguments: [
    ("a", "--unset: expected a path that begins with '.'\n  a\n  ^"),
    (".a..b", "--unset: expected a name after '.'\n  .a..b\n     ^"),
    (".a[x]", "--unset: expected ']', a number or a quoted name\n  .a[x]\n     ^"),
    (".a[0", "--unset: expected ']'\n  .a[0\n      ^"),
    (".a=b", "--unset: expected '.', '[' or the end of the path\n  .a=b\n    ^"),
    (
      ".a b",
      "--unset: ' ' is no part of a path; a name that has one is quoted: .[\"a b\"]\n  .a b\n    ^"
    ),
    (".[\"a", "--unset: this name is no JSON string\n  .[\"a\n    ^"),
  ])
  func aMistakeIsShownWithACaret(text: String, message: String) {
    #expect(throws: UsageError(message)) { try JSONPath(text, option: "--unset") }
  }

  /// Whatever ASCII has beside letters, digits, `_`, `-` and `$`; no such character gets into a name.
  @Test(arguments: (0x01...0x7F).map { String(UnicodeScalar(UInt8($0))) })
  func whatJQGivesAMeaningIsNoPartOfAName(character: String) {
    let path = try? JSONPath(".a\(character)b", option: "--unset")
    let isPlain = character.first.map { $0.isLetter || $0.isNumber || "_-$".contains($0) } ?? false
    let steps = character == "." ? [key("a"), key("b")] : [key("a\(character)b")]
    #expect(path?.steps == (isPlain || character == "." ? steps : nil))
    let name = String(decoding: JSONString.encode("a" + character), as: UTF8.self)
    let quoted = try? JSONPath(".[\(name)]", option: "--unset")
    #expect(quoted?.steps == [key("a" + character)])
  }

  @Test func anAssignmentEndsThePathAtItsEqualsSign() throws {
    let (path, value) = try JSONPath.assignment(".[\"a=b\"].c=d=e", option: "--set")
    #expect(path.steps == [key("a=b"), key("c")])
    #expect(value == "d=e")
  }
}
