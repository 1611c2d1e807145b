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
      "user_identities[0].identity is an object, not a string, number or boolean"),
    PreparedRow(
      "a listed identity without type", #""user_identities":[{"identity":"a"}]"#,
      "user_identities[0].identity_type is missing"),
    PreparedRow(
      "a listed identity of a type by number",
      #""user_identities":[{"identity_type":7,"identity":"a"}]"#,
      "user_identities[0].identity_type is a number, not a string"),
    PreparedRow(
      "a list of texts", #""user_identities":["a"]"#,
      "user_identities[0] is a string, not an object"),
    PreparedRow(
      "attributes", #""user_attributes":{"a":"b","c":1,"d":true,"e":null,"f":["g",1,null]}"#),
    PreparedRow("no attributes", #""user_attributes":null"#),
    PreparedRow(
      "an object as attribute", #""user_attributes":{"a":{}}"#,
      "user_attributes.a is an object, not a string, number, boolean or list of them"),
    PreparedRow(
      "a list of lists as attribute", #""user_attributes":{"a":["b",[]]}"#,
      "user_attributes.a[1] is an array, not a string, number or boolean"),
    PreparedRow(
      "a list of attributes", #""user_attributes":[]"#,
      "user_attributes is an array, not an object"),
    PreparedRow("deletions", #""deleted_user_attributes":["a"]"#),
    PreparedRow("no deletions", #""deleted_user_attributes":null"#),
    PreparedRow(
      "a deletion by number", #""deleted_user_attributes":["a",1]"#,
      "deleted_user_attributes[1] is a number, not a string"),
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
      """#),
    PreparedRow("no device", #""device_info":null"#),
    PreparedRow(
      "a device as text", #""device_info":"a""#, "device_info is a string, not an object"),
    PreparedRow(
      "an unknown platform", #""device_info":{"platform":"ios"}"#,
      "device_info.platform is not one the Events API knows"),
    PreparedRow(
      "an unknown status", #""device_info":{"att_authorization_status":"yes"}"#,
      "device_info.att_authorization_status is not one the Events API knows"),
    PreparedRow(
      "half a pixel", #""device_info":{"screen_width":0.5}"#,
      "device_info.screen_width is not an integer"),
    PreparedRow(
      "pixels as text", #""device_info":{"screen_width":"828"}"#,
      "device_info.screen_width is a string, not an integer"),
    PreparedRow(
      "a flag as text", #""device_info":{"is_tablet":"true"}"#,
      "device_info.is_tablet is a string, not a boolean"),
    PreparedRow(
      "a text of many", #""device_info":{"brand":[]}"#,
      "device_info.brand is an array, not a string, number or boolean"),
    PreparedRow(
      "an advertising id by number", #""device_info":{"ios_advertising_id":1}"#,
      "device_info.ios_advertising_id is a number, not a string"),
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
      "no address at all", #""ip":"localhost""#, "ip is neither an IPv4 nor an IPv6 address"),
    PreparedRow("an address by number", #""ip":1"#, "ip is a number, not a string"),
    PreparedRow("an installation", #""mp_deviceid":"3fb44a79-df2d-446d-acf1-e87eda854ae1""#),
    PreparedRow(
      "an installation by number", #""mp_deviceid":1"#, "mp_deviceid is a number, not a string"),
    PreparedRow("integrations", #""integration_attributes":{"92":{"a":"b"}}"#),
    PreparedRow("no integrations", #""integration_attributes":null"#),
    PreparedRow(
      "an integration that is nothing", #""integration_attributes":{"92":null}"#,
      "integration_attributes.92 is null, not an object"),
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
    PreparedRow("keys by number", #""api_keys":[1]"#, "api_keys[0] is a number, not a string"),
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
      "context.data_plan.plan_id is missing"),
    PreparedRow(
      "a version as text", #""context":{"data_plan":{"plan_id":"a","plan_version":"1"}}"#,
      "context.data_plan.plan_version is a string, not an integer"),
    PreparedRow(
      "half a version", #""context":{"data_plan":{"plan_id":"a","plan_version":1.5}}"#,
      "context.data_plan.plan_version is not an integer"),
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
      "consent_state.gdpr.ads.consented is a string, not a boolean"),
    PreparedRow(
      "a purpose as text", #""consent_state":{"gdpr":{"ads":"yes"}}"#,
      "consent_state.gdpr.ads is a string, not an object"),
    PreparedRow(
      "a list of consents", #""consent_state":[]"#, "consent_state is an array, not an object"),
  ]
}
