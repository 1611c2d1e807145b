import PipeCommon
import Testing

@Suite struct UserKeyTests {
  @Test(arguments: [
    (#"{"email":"a","customer_id":"5"}"#, #"{"customer_id":"5","email":"\u0061"}"#),
    (#"{"customer_id":"5"}"#, #"{"customer_id":5}"#),
    (#"{"customer_id":"5"}"#, #"[{"identity_type":"customer_id","identity":5}]"#),
  ])
  func oneUserHoweverWritten(one: String, other: String) throws {
    #expect(try Self.key(one) == Self.key(other))
  }

  @Test(arguments: [
    (#"{"customer_id":"5"}"#, #"{"customer_id":"6"}"#),
    (#"{"customer_id":5}"#, #"{"customer_id":6}"#),
    (#"{"customer_id":5}"#, #"{"other":5}"#),
  ])
  func twoUsers(one: String, other: String) throws {
    #expect(try Self.key(one) != Self.key(other))
  }

  private static func key(_ identities: String) throws -> UserKey {
    let text = try JSONText(identities)
    return UserKey(mpid: nil, identities: text.view.root, text.view)
  }
}
