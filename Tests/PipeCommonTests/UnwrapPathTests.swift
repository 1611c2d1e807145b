import Testing

@testable import PipeCommon

@Suite struct UnwrapPathTests {
  @Test(
    arguments: [
      (".payload", [.member(Array("payload".utf8))]),
      (".a.b_1", [.member(Array("a".utf8)), .member(Array("b_1".utf8))]),
      (
        ".Records[].Data", [.member(Array("Records".utf8)), .elements, .member(Array("Data".utf8))]
      ),
      (".[\"a b\"][12]", [.member(Array("a b".utf8)), .element(12)]),
      (".\"\\u0061.\\\"\"", [.member(Array("a.\"".utf8))]), (".é", [.member(Array("é".utf8))]),
    ] as [(String, [UnwrapPath.Step])])
  func aPathIsStepsAndTheStepsAreThePath(text: String, steps: [UnwrapPath.Step]) throws {
    let path = try UnwrapPath(text, option: "--unwrap")
    #expect(path.steps == steps)
    #expect(try UnwrapPath(path.description, option: "--unwrap") == path)
  }

  @Test(arguments: [
    "", ".", "a", ".a.", ".a..b", ".a[", ".a[x]", ".a[-1]", ".a[\"b]", ".a b", ".a|.b", "[]",
    ".a\u{301}[",
  ])
  func anythingElseIsAMistake(text: String) {
    #expect(throws: UsageError.self) { try UnwrapPath(text, option: "--unwrap") }
  }
}
