import PipeCommon
import Testing

@testable import qsend

/// What becomes of a batch's bytes on their way to the server.
@Suite struct WireFormTests {
  @Test(arguments: [
    (#"{"user_identities":{"email":"a","other_id_10":"b"}}"#, 0),
    (#"{"user_identities":{"email":"a","future":"b"}}"#, 1),
    (#"{"user_identities":[{"identity_type":"future","identity":"b"}]}"#, 1),
    (#"{"user_identities":[{"identity_type":"phone_number_3","identity":"b"}]}"#, 0),
    (#"{"future":1,"device_info":{"ios_idfa":"x"},"user_attributes":{"any":"name"}}"#, 2),
    (#"{"events":[{"event_type":"first_run","data":{"timestamp_unixtime_ms":1,"a":{"b":1}}}]}"#, 1),
  ])
  func unknownMembersAreCountedAtAnyDepth(batch: String, count: Int) throws {
    var walk = WireWalk(DoubtKinds())
    let text = try JSONText(batch)
    try walk.walk(text.view)
    #expect(walk.unknownMembers.count == count)
  }

  @Test func anUnknownMemberIsNamedWithTheNearestKnownOne() throws {
    var walk = WireWalk(DoubtKinds())
    let text = try JSONText(#"{"user_atributes":{},"x":1}"#)
    try walk.walk(text.view)
    #expect(walk.unknownMembers.text.contains("user_atributes (did you mean 'user_attributes'?) 1"))
  }

  @Test(arguments: [
    // Integers, quoted or not, at every integer place.
    Row(#"{"mpid":"-7346244611012968789"}"#, #"{"mpid":-7346244611012968789}"#),
    Row(
      #"{"device_info":{"screen_width":"42","screen_height":42.0,"screen_dpi":4.2e1}}"#,
      #"{"device_info":{"screen_width":42,"screen_height":42,"screen_dpi":42}}"#),
    Row(#"{"device_info":{"screen_width":"4\u0032"}}"#, #"{"device_info":{"screen_width":42}}"#),
    // What is no integer of 64 bits stays as it came.
    Row(
      #"{"device_info":{"screen_width":"42.0","screen_height":4.2,"screen_dpi":1e19}}"#,
      #"{"device_info":{"screen_width":"42.0","screen_height":4.2,"screen_dpi":1e19}}"#),
    Row(
      #"{"device_info":{"screen_width":"042","screen_height":"9223372036854775808"}}"#,
      #"{"device_info":{"screen_width":"042","screen_height":"9223372036854775808"}}"#),
    // Nothing stands for something where the schema knows no null.
    Row(
      #"{"device_info":{"platform":null,"brand":null,"is_dst":null}}"#,
      #"{"device_info":{"brand":null,"is_dst":null}}"#),
    Row(
      #"{"user_attributes":{"a":null,"b":[null]},"consent_state":{"gdpr":{"a":null}}}"#,
      #"{"user_attributes":{"a":null,"b":[null]},"consent_state":{"gdpr":{"a":null}}}"#),
    // Nobody is nobody.
    Row(#"{"mpid":0,"ip":""}"#, "{}"), Row(#"{"ip":"","mpid":"0"}"#, "{}"),
    Row(#"{"a":1,"mpid":"","b":2}"#, #"{"a":1,"b":2}"#),
    Row(
      #"{"user_identities":{"email":"","other":"a","google":""}}"#,
      #"{"user_identities":{"other":"a"}}"#),
    Row(
      #"{"device_info":{"ios_idfv":"","android_uuid":"","brand":""}}"#,
      #"{"device_info":{"brand":""}}"#),
    Row(
      #"{"user_identities":[{"identity_type":"email","identity":""},{"identity_type":"other","identity":7}]}"#,
      #"{"user_identities":{"other":7}}"#),
    // What the server fills, and what would deduplicate the replay away.
    Row(#"{ "batch_id" : 1 , "x" : 1 , "schema_version" : 2 , "unique_id":3 }"#, #"{"x":1}"#),
    Row(
      #"{"context":{"data_plan":{"plan_id":"a","block_metadata":{},"plan_version":"2"}}}"#,
      #"{"context":{"data_plan":{"plan_id":"a","plan_version":2}}}"#),
    Row(
      #"{"consent_state":{"gdpr":{"timestamp_unixtime_ms":"1"},"ccpa":{"a":{"timestamp_unixtime_ms":"2"}}}}"#,
      #"{"consent_state":{"gdpr":{"timestamp_unixtime_ms":1},"ccpa":{"a":{"timestamp_unixtime_ms":2}}}}"#
    ),
    Row(
      #"{"consent_state":{"gdpr":{"location":{"timestamp_unixtime_ms":"3"}}}}"#,
      #"{"consent_state":{"gdpr":{"location":{"timestamp_unixtime_ms":3}}}}"#),
    // Never inside attributes.
    Row(
      #"{"user_attributes":{"batch_id":"1","mpid":"0","message_id":null}}"#,
      #"{"user_attributes":{"batch_id":"1","mpid":"0","message_id":null}}"#),
  ])
  func theWireFormIs(row: Row) throws {
    var walk = WireWalk(DoubtKinds())
    let text = try JSONText(row.batch)
    try walk.walk(text.view)
    #expect(String(decoding: walk.writer.bytes, as: UTF8.self) == row.wire)
  }

  @Test(arguments: [
    Row(
      #"{"event_type":"first_run","message_id":"1","data":{"timestamp_unixtime_ms":"1","message_type":2,"activity_type":"x"}}"#,
      #"{"event_type":"first_run","data":{"timestamp_unixtime_ms":1}}"#),
    Row(
      #"{"data":{"timestamp_unixtime_ms":1.5e3,"screen_name":"a","activity_type":"x"},"event_type":"screen_view"}"#,
      #"{"data":{"timestamp_unixtime_ms":1500,"screen_name":"a","activity_type":"x"},"event_type":"screen_view"}"#
    ),
    Row(
      #"{"data":{"timestamp_unixtime_ms":1,"user_attribute_name":"a","new":null,"old":"x"},"event_type":"user_attribute_change"}"#,
      #"{"data":{"timestamp_unixtime_ms":1,"user_attribute_name":"a","new":null,"old":"x"},"event_type":"user_attribute_change"}"#
    ),
    Row(
      #"{"data":{"timestamp_unixtime_ms":1,"product_action":{"transaction_id":null,"action":"click","products":[{"id":null,"position":"1","custom_attributes":{"a":null}},null]},"promotion_action":null},"event_type":"commerce_event"}"#,
      #"{"data":{"timestamp_unixtime_ms":1,"product_action":{"action":"click","products":[{"position":1,"custom_attributes":{"a":null}},null]},"promotion_action":null},"event_type":"commerce_event"}"#
    ),
    Row(
      #"{"data":{"timestamp_unixtime_ms":1,"breadcrumbs":[{"message_id":"9","data":{"event_id":"3","label":"x"}}]},"event_type":"crash_report"}"#,
      #"{"data":{"timestamp_unixtime_ms":1,"breadcrumbs":[{"data":{"event_id":3,"label":"x"}}]},"event_type":"crash_report"}"#
    ),
  ])
  func anEventOnTheWireIs(row: Row) throws {
    var walk = WireWalk(DoubtKinds())
    let text = try JSONText("{\"events\":[\(row.batch)]}")
    try walk.walk(text.view)
    #expect(walk.found.faults.isEmpty)
    #expect(String(decoding: walk.writer.bytes, as: UTF8.self) == "{\"events\":[\(row.wire)]}")
  }

  struct Row: Sendable {
    let batch: String
    let wire: String

    init(_ batch: String, _ wire: String) {
      self.batch = batch
      self.wire = wire
    }
  }
}
