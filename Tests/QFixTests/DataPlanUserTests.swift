import Testing

/// The rules by which a data plan blocks what users have, one row each.
@Suite struct DataPlanUserTests {
  struct UserRow: CustomTestStringConvertible {
    let testDescription: String
    let points: [String]
    let batch: String
    let blocked: [String]
  }

  static let users: [UserRow] = [
    UserRow(
      testDescription: "unlisted user attributes are blocked",
      points: [
        Plan.point(
          type: "user_attributes", "{}", #"{"additionalProperties":false,"properties":{"a":{}}}"#)
      ],
      batch: #"{"user_attributes":{"a":1,"b":2}}"#, blocked: ["user_attributes b"]),
    UserRow(
      testDescription: "a missing user_attributes point blocks none", points: [],
      batch: #"{"user_attributes":{"b":2},"user_identities":{"email":"x"}}"#, blocked: []),
    UserRow(
      testDescription: "without additionalProperties all are allowed",
      points: [Plan.point(type: "user_attributes", "{}", #"{"properties":{"a":{}}}"#)],
      batch: #"{"user_attributes":{"b":2}}"#, blocked: []),
    UserRow(
      testDescription: "unlisted identities are blocked, in either form",
      points: [
        Plan.point(
          type: "user_identities", "{}",
          #"{"additionalProperties":false,"properties":{"email":{}}}"#)
      ],
      batch:
        #"{"user_identities":[{"identity_type":"google","identity":"g"},{"identity_type":"email"}]}"#,
      blocked: ["user_identities google"]),
    UserRow(
      testDescription: "plans write customerid or customer_id, other2 or other_id_2",
      points: [
        Plan.point(
          type: "user_identities", "{}",
          #"{"additionalProperties":false,"properties":{"customerid":{},"other2":{}}}"#)
      ], batch: #"{"user_identities":{"customer_id":"c","other_id_2":"o","other_id_3":"p"}}"#,
      blocked: ["user_identities other_id_3"]),
    UserRow(
      testDescription: "device identities are listed there as well, in names of their own",
      points: [identities("email", "ios_idfa", "android_aaid", "ios_idfv", "fire_aid")],
      batch:
        #"{"device_info":{"platform":"iOS","ios_advertising_id":1,"android_advertising_id":1,"ios_idfv":1,"fire_advertising_id":1,"push_token":1,"roku_publisher_id":1}}"#,
      blocked: ["device_identities push_token", "device_identities roku_publisher_id"]),
    UserRow(
      testDescription: "or in those of device_info",
      points: [identities("push_token", "ios_advertising_id")],
      batch: #"{"device_info":{"ios_advertising_id":1,"ios_idfv":1,"push_token":1}}"#,
      blocked: ["device_identities ios_idfv"]),
    UserRow(
      testDescription: "the stamp of the application alone says that devices are planned",
      points: [identities("device_application_stamp")],
      batch: #"{"device_info":{"ios_idfv":1,"device_model":"x"}}"#,
      blocked: ["device_identities ios_idfv"]),
    UserRow(
      testDescription: "a plan that lists none is older than that and blocks none",
      points: [identities("email")], batch: #"{"device_info":{"ios_idfv":1}}"#, blocked: []),
    UserRow(
      testDescription: "nor does one that allows others",
      points: [
        Plan.point(type: "user_identities", "{}", #"{"properties":{"ios_idfv":{}}}"#)
      ], batch: #"{"device_info":{"push_token":1}}"#, blocked: []),
  ]

  private static func identities(_ names: String...) -> String {
    let properties = names.map { "\"\($0)\":{}" }.joined(separator: ",")
    return Plan.point(
      type: "user_identities", "{}",
      "{\"additionalProperties\":false,\"properties\":{\(properties)}}")
  }

  @Test(arguments: users)
  func usersAndTheirIdentities(row: UserRow) throws {
    #expect(try Plan.blocked(row.points, row.batch) == row.blocked)
  }
}
