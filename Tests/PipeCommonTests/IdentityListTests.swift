import PipeCommon
import Testing

@Suite struct IdentityListTests {
  private func object(_ list: String) throws -> String {
    let json = try JSONText(list)
    return String(decoding: try IdentityList.object(json.view.root, json.view), as: UTF8.self)
  }

  @Test(arguments: [
    ("[]", "{}"),
    (#"[{"identity_type":"email","identity":"a@b"}]"#, #"{"email":"a@b"}"#),
    (
      #"[{"identity_type":"b","identity":"1"},{"identity_type":"a","identity":"2"}]"#,
      #"{"b":"1","a":"2"}"#
    ),
    (#"[{"identity_type":"a","identity":null}]"#, "{}"),
    (
      #"[{"identity_type":"a","identity":"new","timestamp_unixtime_ms":"2"},{"identity_type":"a","identity":"old","timestamp_unixtime_ms":1}]"#,
      #"{"a":"new"}"#
    ),
    (
      #"[{"identity_type":"a","identity":"1"},{"identity_type":"a","identity":"2"}]"#, #"{"a":"2"}"#
    ),
    (
      #"[{"identity_type":"a","identity":"1","timestamp_unixtime_ms":5},{"identity_type":"a","identity":"2"}]"#,
      #"{"a":"1"}"#
    ),
    (
      #"[{"identity_type":"\u0061","identity":"\u00e9"},{"identity_type":"b","identity":"x"}]"#,
      #"{"\u0061":"\u00e9","b":"x"}"#
    ),
  ])
  func aListBecomesAnObject(list: String, expected: String) throws {
    #expect(try object(list) == expected)
  }

  @Test(arguments: ["[1]", "[{}]", #"[{"identity_type":7,"identity":"a"}]"#])
  func anEntryOfAnotherShapeRejectsTheRecord(list: String) {
    #expect(throws: JSONFault.self) { try object(list) }
  }
}
