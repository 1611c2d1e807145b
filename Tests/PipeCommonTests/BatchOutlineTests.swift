import PipeCommon
import Testing

@Suite struct BatchOutlineTests {
  private func fault(_ text: String) throws -> String? {
    let json = try JSONText(text)
    var outline = BatchOutline()
    do throws(JSONFault) { try outline.read(json.view) } catch { return "\(error.reason)" }
    return nil
  }

  @Test(arguments: [
    #"{"NAME":1,"NAME":2}"#, #"{"context":{"data_plan":{"BLOCK":1,"BLOCK":2}}}"#,
  ])
  func whatDecidesMustStandOnce(pattern: String) throws {
    let names =
      pattern.contains("BLOCK")
      ? ["plan_id", "plan_version", "block_metadata"]
      : ["events", "context", "mpid", "batch_id", "environment", "user_identities"]
    for name in names {
      let text = pattern.replacing("NAME", with: name).replacing("BLOCK", with: name)
      #expect(try fault(text) == "ambiguous: \"\(name)\" stands twice in its object")
    }
  }

  @Test(arguments: ["event_id", "session_id", "event_name", "screen_name", "timestamp_unixtime_ms"])
  func soInTheDataOfAnEvent(name: String) throws {
    let text = "{\"events\":[{\"data\":{\"\(name)\":1,\"\(name)\":1}}]}"
    #expect(try fault(text) == "ambiguous: \"\(name)\" stands twice in its object")
  }

  @Test func keysAreComparedDecoded() throws {
    #expect(try fault(#"{"events":[],"\u0065vents":[]}"#) != nil)
  }

  @Test(arguments: [
    #"{"x":1,"x":2,"user_attributes":{},"user_attributes":{}}"#,
    #"{"events":[{"data":{"custom_attributes":{"event_id":1,"event_id":2}}}]}"#,
    #"{"user_attributes":{"mpid":1,"mpid":2}}"#,
  ])
  func otherDuplicatesPass(text: String) throws {
    #expect(try fault(text) == nil)
  }
}
