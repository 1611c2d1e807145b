import PipeCommon
import TestSupport
import Testing

@Suite struct RecordEditorTests {
  private func edit(_ text: String, _ body: (inout RecordEditor, JSONView) -> Void) throws -> String
  {
    let json = try JSONText(text)
    var editor = RecordEditor()
    body(&editor, json.view)
    var bytes: [UInt8] = []
    editor.append(json.view.root, of: json.view, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func aValueIsReplacedAndNothingElse() throws {
    let result = try edit(#"{ "a" : 1.0 , "b" : "\u00e9\/" }"#) { editor, view in
      guard let member = view.member(view.root, named: "a") else { return }
      editor.replace(view.range(member.value), with: "2")
    }
    #expect(result == #"{"a":2,"b":"\u00e9\/"}"#)
  }

  @Test(arguments: [
    (["a"], #"{"b":2,"c":3}"#), (["b"], #"{"a":1,"c":3}"#), (["c"], #"{"a":1,"b":2}"#),
    (["a", "b"], #"{"c":3}"#), (["b", "c"], #"{"a":1}"#), (["a", "c"], #"{"b":2}"#),
    (["a", "b", "c"], "{}"), ([], #"{"a":1,"b":2,"c":3}"#),
  ])
  func membersTakeTheirCommasAlong(dropped: [String], expected: String) throws {
    let result = try edit(#"{ "a":1 , "b":2 , "c":3 }"#) { editor, view in
      var splicer = ListSplicer()
      var next = view.firstMember(view.root)
      while let member = next {
        next = view.member(after: member)
        let name = String(decoding: view.decoded(member.key), as: UTF8.self)
        if dropped.contains(name) {
          editor.remove(
            splicer.drop(view.range(member), next: next.map { view.start($0.key) }, view))
        } else {
          splicer.keep(member.value)
        }
      }
    }
    #expect(result == expected)
  }

  /// Random splices do what the same splices do to an array.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func splicesEqualThoseOfAnArray(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    let values = (0..<8).map { _ in generator.value(depth: 3) }
    let edits = values.indices.filter { _ in Bool.random(using: &generator.random) }
    let result = try edit("[" + values.joined(separator: " ,\n") + "]") { editor, view in
      var place = 0
      var next = view.firstElement(view.root)
      while let element = next {
        if edits.contains(place) { editor.replace(view.range(element), with: "\"x\"") }
        place += 1
        next = view.element(after: element)
      }
    }
    let expected = values.enumerated().map { place, value in
      edits.contains(place)
        ? "\"x\"" : String(decoding: Oracle.minify(Array(value.utf8)), as: UTF8.self)
    }
    #expect(result == "[" + expected.joined(separator: ",") + "]", "seed \(seed)")
  }
}
