import Testing

@testable import qsend

/// What stands beside the events: each rule kept once and broken once.
@Suite struct BatchShapeTests {
  @Test(arguments: user + device + origin + consent)
  func theBatchIsJudged(row: PreparedRow) throws { try row.verify() }

  private static let user = [
    PreparedRow("no events", #""events":null"#),
    PreparedRow("events of one", #""events":{}"#, "events is an object, not an array"),
    PreparedRow("identities", #""user_identities":{"email":"a","other_id_10":"b","alias":null}"#),
    PreparedRow("identities that the schema takes", #""user_identities":{"customer_id":5}"#),
    PreparedRow("unknown identities", #""user_identities":{"future":"a"}"#),
    PreparedRow("no identities", #""user_identities":null"#),
    PreparedRow(
      "an identity of many", #""user_identities":{"email":["a"]}"#,
      "user_identities.email is an array, not a string, number or boolean"),
    PreparedRow(
      "identities as text", #""user_identities":"a""#,
      "user_identities is a string, not an object"),
    PreparedRow(
      "listed identities", #""user_identities":[{"identity_type":"email","identity":"a"}]"#),
    PreparedRow(
      "a listed identity without value", #""user_identities":[{"identity_type":"email"}]"#),
    PreparedRow(
      "a listed identity of many",
      #""user_identities":[{"identity_type":"email","identity":{"a":1}}]"#,
      "user_identities.email is an object, not a string, number or boolean"),
    PreparedRow(
      "a listed identity without type", #""user_identities":[{"identity":"a"}]"#,
      "an element of user_identities has no identity_type"),
    PreparedRow(
      "a listed identity of a type by number",
      #""user_identities":[{"identity_type":7,"identity":"a"}]"#,
      "user_identities[].identity_type is a number, not a string"),
    PreparedRow(
      "a list of texts", #""user_identities":["a"]"#,
      "an element of user_identities is a string, not an object"),
    PreparedRow(
      "attributes", #""user_attributes":{"a":"b","c":1,"d":true,"e":null,"f":["g",1,null]}"#),
    PreparedRow("no attributes", #""user_attributes":null"#),
    PreparedRow(
      "an object as attribute", #""user_attributes":{"a":{}}"#,
      doubt: "user_attributes.*:object"),
    PreparedRow(
      "a list of lists as attribute", #""user_attributes":{"a":["b",[]]}"#,
      doubt: "user_attributes.*[]:array"),
    PreparedRow(
      "a list of attributes", #""user_attributes":[]"#,
      "user_attributes is an array, not an object"),
    PreparedRow("deletions", #""deleted_user_attributes":["a"]"#),
    PreparedRow("no deletions", #""deleted_user_attributes":null"#),
    PreparedRow(
      "a deletion by number", #""deleted_user_attributes":["a",1]"#,
      doubt: "deleted_user_attributes[]:number"),
    PreparedRow(
      "a deletion as text", #""deleted_user_attributes":"a""#,
      "deleted_user_attributes is a string, not an array"),
  ]

  private static let device = [
    PreparedRow(
      "a device",
      #"""
      "device_info":{"platform":"desktop","screen_height":1792.0,"is_dst":false,"brand":1,
      "att_authorization_status":"denied","att_timestamp_unixtime_ms":"1","future":[],
      "ios_idfv":"none","roku_publisher_id":null}
      """#, doubt: "device_info.ios_idfv:string"),
    PreparedRow("no device", #""device_info":null"#),
    PreparedRow(
      "a device as text", #""device_info":"a""#, "device_info is a string, not an object"),
    PreparedRow(
      "an unknown platform", #""device_info":{"platform":"ios"}"#,
      doubt: #"device_info.platform="ios""#),
    PreparedRow(
      "an unknown status", #""device_info":{"att_authorization_status":"yes"}"#,
      doubt: #"device_info.att_authorization_status="yes""#),
    PreparedRow(
      "half a pixel", #""device_info":{"screen_width":0.5}"#,
      doubt: "device_info.screen_width:number"),
    PreparedRow(
      "pixels as text", #""device_info":{"screen_width":"828"}"#),
    PreparedRow(
      "a flag as text", #""device_info":{"is_tablet":"true"}"#,
      doubt: "device_info.is_tablet:string"),
    PreparedRow(
      "a text of many", #""device_info":{"brand":[]}"#,
      "device_info.brand is an array, not a string, number or boolean"),
    PreparedRow(
      "an advertising id by number", #""device_info":{"ios_advertising_id":1}"#,
      doubt: "device_info.ios_advertising_id:number"),
    PreparedRow(
      "an application", #""application_info":{"os":"Toaster","application_version":"1"}"#),
    PreparedRow(
      "an application as list", #""application_info":[]"#,
      "application_info is an array, not an object"),
    PreparedRow(
      "advertisements",
      #""application_info":{"apple_search_ads_attributes":{"v3":{"iad-keyword":"a"}}}"#),
    PreparedRow(
      "advertisements without level",
      #""application_info":{"apple_search_ads_attributes":{"v3":1}}"#,
      "application_info.apple_search_ads_attributes.v3 is a number, not an object"),
  ]

  private static let origin = [
    PreparedRow("an address", #""ip":"100.38.5.94""#),
    PreparedRow("a newer address", #""ip":"2001:db8::1""#),
    PreparedRow("an empty address", #""ip":"""#),
    PreparedRow("no address", #""ip":null"#),
    PreparedRow(
      "no address at all", #""ip":"localhost""#, doubt: "ip:string"),
    PreparedRow("an address by number", #""ip":1"#, "ip is a number, not a string"),
    PreparedRow("an installation", #""mp_deviceid":"3fb44a79-df2d-446d-acf1-e87eda854ae1""#),
    PreparedRow(
      "an installation by number", #""mp_deviceid":1"#, doubt: "mp_deviceid:number"),
    PreparedRow("integrations", #""integration_attributes":{"92":{"a":"b"}}"#),
    PreparedRow("no integrations", #""integration_attributes":null"#),
    PreparedRow(
      "an integration that is nothing", #""integration_attributes":{"92":null}"#),
    PreparedRow(
      "an integration of many levels", #""integration_attributes":{"92":{"a":{}}}"#,
      "integration_attributes.92.a is an object, not a string, number or boolean"),
    PreparedRow(
      "an attribution",
      #""attribution_info":{"service_provider":"a","publisher":null,"campaign":"c"}"#),
    PreparedRow(
      "half an attribution", #""attribution_info":{"service_provider":"a","publisher":"b"}"#,
      "attribution_info.campaign is missing"),
    PreparedRow("keys", #""api_key":"a","api_keys":["b"]"#),
    PreparedRow("keys by number", #""api_keys":[1]"#, doubt: "api_keys[]:number"),
    PreparedRow("texts", #""sdk_version":7,"job_id":null,"partner_identity":"a""#),
    PreparedRow(
      "a text that is an object", #""sdk_version":{}"#,
      "sdk_version is an object, not a string, number or boolean"),
    PreparedRow("members of the future", #""future":[{}]"#),
  ]

  private static let consent = [
    PreparedRow("a plan", #""context":{"data_plan":{"plan_id":"a","plan_version":2.0}}"#),
    PreparedRow("a plan without version", #""context":{"data_plan":{"plan_id":"a"}}"#),
    PreparedRow("no plan", #""context":{"data_plan":null,"location":{}}"#),
    PreparedRow(
      "a version without plan", #""context":{"data_plan":{"plan_version":1}}"#,
      doubt: "context.data_plan.plan_id:missing"),
    PreparedRow(
      "a version as text", #""context":{"data_plan":{"plan_id":"a","plan_version":"1"}}"#),
    PreparedRow(
      "half a version", #""context":{"data_plan":{"plan_id":"a","plan_version":1.5}}"#,
      doubt: "context.data_plan.plan_version:number"),
    PreparedRow(
      "consents for purposes",
      #"""
      "consent_state":{"gdpr":{"location":{"consented":true,"timestamp_unixtime_ms":"1"}},
      "ccpa":{"data_sale_opt_out":{"consented":false,"document":"a"}}}
      """#),
    PreparedRow(
      "one consent", #""consent_state":{"gdpr":{"consented":true,"location":"here"}}"#),
    PreparedRow("no consent", #""consent_state":null"#),
    PreparedRow(
      "a consent as text", #""consent_state":{"gdpr":{"ads":{"consented":"yes"}}}"#,
      doubt: "consent_state.*.*.consented:string"),
    PreparedRow(
      "a purpose as text", #""consent_state":{"gdpr":{"ads":"yes"}}"#,
      "consent_state.gdpr.ads is a string, not an object"),
    PreparedRow(
      "a list of consents", #""consent_state":[]"#, "consent_state is an array, not an object"),
  ]
}
