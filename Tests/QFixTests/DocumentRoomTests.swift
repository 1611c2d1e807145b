import PipeCommon
import Testing

@testable import qfix

/// What may be held of a record goes by its size, as it comes and as it leaves.
@Suite struct DocumentRoomTests {
  /// Looks at every value of a list or an object.
  ///
  /// - Returns: how many were seen, and whether the document is void after it.
  private func visit(
    _ count: Int, of element: String, in brackets: (String, String)
  ) throws -> (Int, isVoid: Bool) {
    let list = Array(repeating: element, count: count).joined(separator: ",")
    let json = try JSONText("{\"a\":\(brackets.0)\(list)\(brackets.1)}")
    var document = Document(json.view, reusing: DocumentStorage())
    let children = document.child(document.root, named: MemberName("a")).map {
      document.children($0)
    }
    return (children?.count ?? 0, document.fault != nil)
  }

  @Test(arguments: [30_000, 200_000])
  func everyValueOfTwelveBytesHasRoom(count: Int) throws {
    #expect(try visit(count, of: "\"abc\":12345", in: ("{", "}")) == (count, false))
  }

  @Test func fewValuesAlwaysHaveRoom() throws {
    #expect(try visit(32_000, of: "1", in: ("[", "]")) == (32_000, false))
  }

  @Test(arguments: ["1", "{}", "\"\""])
  func aListTooDenseIsVoidAndSeenByNobody(element: String) throws {
    #expect(try visit(200_000, of: element, in: ("[", "]")) == (0, true))
  }

  @Test func whatMakesTheRecordLargerMakesRoom() throws {
    let event = "{\"data\":{\"event_id\":7}}"
    let list = Array(repeating: event, count: 60_000).joined(separator: ",")
    let operation = "--set .events[].data.custom_attributes.name=\"a long value\""
    let (text, tally) = try TestFix.apply([operation], to: "{\"events\":[\(list)]}")
    #expect(tally.changed == 60_000)
    #expect(text.count > 4_000_000)
  }
}
