import PipeCommon
import Testing

@testable import qsend

/// What an event holds: each rule kept once and broken once.
@Suite struct EventShapeTests {
  @Test func everyTypeHasAShape() {
    #expect(Set(InboundEvent.byType.map { "\($0.name)" }) == EventType.names)
  }

  @Test(arguments: common + named + states + changes)
  func theEventIsJudged(row: PreparedRow) throws { try row.verify() }

  private static let common = [
    PreparedRow(
      event: "all that every event may have", "first_run",
      #"""
      "event_id":"1","session_id":2,"session_uuid":null,"event_num":3,"is_main_thread":true,
      "source_message_id":"3DBFC52E-164F-405E-885E-2B448B301F83","lifetime_value_change":0.5,
      "location":{"latitude":51.5,"longitude":null,"accuracy":1e2},"canonical_name":null,
      "device_current_state":{"battery_level":-1,"gps_state":null,"device_orientation":"up"},
      "event_system_notification_info":{"type":"gdpr_change"},"is_goal_defined":false,
      "custom_attributes":{"a":"b","c":1,"d":null,"e":true}
      """#),
    PreparedRow(event: "attributes that are null", "uninstall", #""custom_attributes":null"#),
    PreparedRow(
      event: "attributes of many", "push_reaction", #""custom_attributes":{"a":["b"]}"#,
      doubt: ".custom_attributes.*:array"),
    PreparedRow(
      event: "attributes of objects", "pre_attribution", #""custom_attributes":{"\u0061":{}}"#,
      doubt: ".custom_attributes.*:object"),
    PreparedRow(
      event: "listed attributes", "first_run", #""custom_attributes":[]"#,
      ".custom_attributes is an array, not an object"),
    PreparedRow(
      event: "a value as flag", "first_run", #""lifetime_value_change":false"#,
      doubt: ".lifetime_value_change:boolean"),
    PreparedRow(
      event: "a value as text", "first_run", #""lifetime_value_change":"1""#,
      doubt: ".lifetime_value_change:string"),
    PreparedRow(
      event: "a message by name", "first_run", #""source_message_id":"a""#),
    PreparedRow(
      event: "half a location", "first_run", #""location":{"latitude":1}"#,
      doubt: ".location.longitude:missing"),
    PreparedRow(
      event: "a location as text", "first_run", #""location":{"latitude":"1","longitude":2}"#,
      doubt: ".location.latitude:string"),
    PreparedRow(
      event: "a state of texts", "first_run", #""device_current_state":{"battery_level":"full"}"#,
      doubt: ".device_current_state.battery_level:string"),
    PreparedRow(
      event: "an unknown notification", "first_run",
      #""event_system_notification_info":{"type":"a"}"#,
      doubt: #".event_system_notification_info.type="a""#),
    PreparedRow(
      event: "an id that is none", "first_run", #""event_id":"a""#, doubt: ".event_id:string"
    ),
    PreparedRow(
      event: "a time as text", "first_run", #""event_start_unixtime_ms":"yesterday""#,
      doubt: ".event_start_unixtime_ms:string"),
  ]

  private static let named = [
    PreparedRow(
      event: "complete", "custom_event",
      #""event_name":"a","custom_event_type":"attribution","custom_flags":{"a":1,"b":null}"#),
    PreparedRow(
      event: "no name", "custom_event", #""custom_event_type":"other""#, ".event_name is missing"),
    PreparedRow(
      event: "a name by number", "custom_event", #""event_name":1,"custom_event_type":"other""#,
      ".event_name is a number, not a string"),
    PreparedRow(
      event: "no type", "custom_event", #""event_name":"a""#, ".custom_event_type is missing"),
    PreparedRow(
      event: "a type of commerce", "custom_event",
      #""event_name":"a","custom_event_type":"purchase""#,
      doubt: #".custom_event_type="purchase""#),
    PreparedRow(
      event: "a type that is null", "custom_event", #""event_name":"a","custom_event_type":null"#,
      ".custom_event_type is missing"),
    PreparedRow(
      event: "flags of many", "custom_event",
      #""event_name":"a","custom_event_type":"media","custom_flags":{"a":[]}"#,
      doubt: ".custom_flags.*:array"),
    PreparedRow(
      event: "complete", "screen_view",
      #""screen_name":"a","custom_flags":{"a":"b"},"activity_type":"activity_started""#),
    PreparedRow(event: "no name", "screen_view", "", doubt: ".screen_name:missing"),
    PreparedRow(
      event: "flags by number", "screen_view", #""screen_name":"a","custom_flags":{"a":1}"#,
      doubt: ".custom_flags.*:number"),
  ]

  private static let states = [
    PreparedRow(event: "complete", "session_start", #""session_id":"1""#),
    PreparedRow(event: "no session", "session_start", ""),
    PreparedRow(event: "complete", "session_end", #""session_duration_ms":4.21e2"#),
    PreparedRow(event: "no duration", "session_end", "", doubt: ".session_duration_ms:missing"),
    PreparedRow(
      event: "half a duration", "session_end", #""session_duration_ms":0.5"#,
      doubt: ".session_duration_ms:number"),
    PreparedRow(
      event: "complete", "application_state_transition",
      #""application_transition_type":"application_exit","is_upgrade":false"#),
    PreparedRow(
      event: "no type", "application_state_transition", #""is_first_run":false,"is_upgrade":false"#,
      ".application_transition_type is missing"),
    PreparedRow(
      event: "an unknown type", "application_state_transition",
      #""application_transition_type":"application_crash""#,
      doubt: #".application_transition_type="application_crash""#),
    PreparedRow(
      event: "complete", "push_message",
      #""push_message_token":null,"push_message_type":"sent","push_notification_payload":"a""#),
    PreparedRow(
      event: "no type", "push_message",
      #""push_message_token":"a","push_notification_payload":"a""#,
      ".push_message_type is missing"),
    PreparedRow(
      event: "no token", "push_message",
      #""push_message_type":"sent","push_notification_payload":"a""#,
      doubt: ".push_message_token:missing"),
    PreparedRow(
      event: "no payload", "push_message",
      #""push_message_token":"a","push_message_type":"received""#,
      doubt: ".push_notification_payload:missing"),
    PreparedRow(
      event: "an unknown type", "push_message",
      #""push_message_token":"a","push_message_type":"read","push_notification_payload":"a""#,
      doubt: #".push_message_type="read""#),
    PreparedRow(
      event: "complete", "push_registration", #""register":null,"registration_token":"a""#),
    PreparedRow(
      event: "no direction", "push_registration", #""registration_token":"a""#,
      ".register is missing"),
    PreparedRow(
      event: "no token", "push_registration", #""register":true,"registration_token":null"#,
      ".registration_token is missing"),
    PreparedRow(event: "complete", "breadcrumb", #""label":"a","session_number":2"#),
    PreparedRow(event: "no label", "breadcrumb", #""session_number":2"#, ".label is missing"),
    PreparedRow(
      event: "complete", "network_performance", #""url":"a","response_code":200,"bytes_in":0"#),
    PreparedRow(
      event: "no answer", "network_performance", #""url":"a""#, doubt: ".response_code:missing"),
    PreparedRow(
      event: "an answer as text", "network_performance", #""url":"a","response_code":"200""#),
    PreparedRow(event: "complete", "opt_out", #""is_opted_out":true"#),
    PreparedRow(event: "no direction", "opt_out", "", doubt: ".is_opted_out:missing"),
    PreparedRow(
      event: "breadcrumbs of both kinds", "crash_report",
      #""breadcrumbs":["a",{"event_type":"breadcrumb","data":{"label":"a"}}],"severity":"error""#,
      doubt: ".breadcrumbs[]:string"),
    PreparedRow(event: "nothing", "crash_report", #""breadcrumbs":null"#),
    PreparedRow(
      event: "breadcrumbs without label", "crash_report", #""breadcrumbs":[{"data":{}}]"#,
      ".breadcrumbs[0].data.label is missing"),
    PreparedRow(
      event: "breadcrumbs by number", "crash_report", #""breadcrumbs":["a",1]"#,
      ".breadcrumbs[1] is a number, not an object"),
  ]

  private static let changes = [
    PreparedRow(
      event: "complete", "profile",
      #""previous_mpid":"1","current_mpid":2,"profile_event_type":"login""#),
    PreparedRow(
      event: "no end", "profile", #""previous_mpid":1,"profile_event_type":"login""#,
      doubt: ".current_mpid:missing"),
    PreparedRow(
      event: "an unknown type", "profile",
      #""previous_mpid":1,"current_mpid":2,"profile_event_type":"merge""#,
      doubt: #".profile_event_type="merge""#),
    PreparedRow(
      event: "complete", "user_attribute_change",
      #""user_attribute_name":"a","new":["b",1],"old":null"#),
    PreparedRow(
      event: "objects", "user_attribute_change",
      #""user_attribute_name":"a","new":{},"old":{"b":[]}"#,
      doubt: ".new:object events[].data.old:object"),
    PreparedRow(
      event: "no end", "user_attribute_change", #""user_attribute_name":"a","old":1"#,
      doubt: ".new:missing"),
    PreparedRow(
      event: "a list of objects", "user_attribute_change",
      #""user_attribute_name":"a","new":[{}],"old":1"#,
      ".new[0] is an object, not a string, number or boolean"),
    PreparedRow(
      event: "complete", "user_identity_change",
      #"""
      "old":null,"new":{"identity_type":"phone_number_3","identity":"a",
      "timestamp_unixtime_ms":"1","created_this_batch":true}
      """#),
    PreparedRow(
      event: "no beginning", "user_identity_change", #""new":null"#, doubt: ".old:missing"),
    PreparedRow(
      event: "an unknown identity", "user_identity_change",
      #""old":null,"new":{"identity_type":"a","identity":"a","timestamp_unixtime_ms":1}"#,
      doubt: #".new.identity_type="a""#),
    PreparedRow(
      event: "an identity without time", "user_identity_change",
      #""old":{"identity_type":"email","identity":"a"},"new":null"#,
      doubt: ".old.timestamp_unixtime_ms:missing"),
  ]
}
