import PipeCommon
import Testing

@testable import qfix

@Suite struct FixProperties {
  /// A value that is set changes the bytes of its own place and no others.
  @Test(arguments: 0..<20)
  func settingAPlaceLeavesAllOthersAlone(size: Int) throws {
    let members = (0...size).map { "\"k\($0)\":[1.0,{\"x\": \"\\u00e9\\/\"},1e3,-0]" }
    for place in 0...size {
      let fixed = try fix(
        "{" + members.joined(separator: ",") + "}", "--set .k\(place)[1].x=true")
      var expected = members.map { $0.replacing(": ", with: ":") }
      expected[place] = "\"k\(place)\":[1.0,{\"x\":true},1e3,-0]"
      #expect(fixed == "{" + expected.joined(separator: ",") + "}")
    }
  }

  @Test func settingWhatIsAlreadyThereChangesNothing() throws {
    let text = "{\"a\":{\"b\":1},\"a\":{\"b\":2}}"
    #expect(try fix(text, "--set .a.b=2") == text)
  }

  @Test func anOperationSeesWhatTheOneBeforeDid() throws {
    let fixed = try fix(
      "{\"a\":1}", "--set .b={\"c\":[1,2]}", "--set .b.c[1]=3", "--unset .b.c[0]")
    #expect(fixed == "{\"a\":1,\"b\":{\"c\":[3]}}")
  }

  @Test(arguments: [
    ("{\"a\":null}", "{\"a\":{\"b\":{\"c\":1}}}"), ("{}", "{\"a\":{\"b\":{\"c\":1}}}"),
    ("{\"a\":7}", "{\"a\":7}"),
    ("{\"a\":{\"b\":[]}}", "{\"a\":{\"b\":[]}}"),
  ])
  func parentsAreMadeOnlyWhereThereIsNothing(text: String, expected: String) throws {
    #expect(try fix(text, "--set .a.b.c=1") == expected)
  }

  @Test func elementsOfAValueThatWasReplacedAreCountedAnew() throws {
    let batch = """
      {"events":[{"data":{"event_id":"1","product_action":{"products":[1,2,3]}}}],"context":\
      {"data_plan":{"block_metadata":{"dto_version":1,"blocked_event_attributes":[{"event_id":"1",\
      "event_attributes":["./data/product_action/products/0/custom_attributes/a",\
      "./data/product_action/products/4/custom_attributes/a"]}]}}}}
      """
    let fixed = try fix(
      batch, "--unset .events[].data.product_action.products[0]",
      "--set .events[].data.product_action.products=[{\"custom_attributes\":{\"a\":1}}]",
      "--rename-attribute a=b")
    #expect(fixed.contains("[\"./data/product_action/products/0/custom_attributes/b\","))
    #expect(fixed.contains("/products/4/custom_attributes/a\"]"))
  }

  private func fix(_ text: String, _ operations: String...) throws -> String {
    try TestFix.apply(operations, to: text).text
  }
}
