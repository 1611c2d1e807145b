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
  ]

  @Test(arguments: users)
  func usersAndTheirIdentities(row: UserRow) throws {
    #expect(try Plan.blocked(row.points, row.batch) == row.blocked)
  }
}
