import PipeCommon
import Testing

@testable import qsend

@Suite struct WireFormTests {
  @Test(arguments: [
    (#"{"user_identities":{"email":"a","other_id_10":"b"}}"#, 0),
    (#"{"user_identities":{"email":"a","future":"b"}}"#, 1),
    (#"{"user_identities":[{"identity_type":"future","identity":"b"}]}"#, 1),
    (#"{"user_identities":[{"identity_type":"phone_number_3","identity":"b"}]}"#, 0),
  ])
  func unknownIdentitiesAreCounted(batch: String, count: Int) throws {
    let text = try JSONText(batch)
    var form = WireForm()
    _ = try form.make(text.view)
    #expect(form.unknownMembers == count)
  }

  @Test func consentHasItsTimeInEitherForm() throws {
    let text = try JSONText(
      #"{"consent_state":{"gdpr":{"timestamp_unixtime_ms":"1"},"ccpa":{"a":{"timestamp_unixtime_ms":"2"}}}}"#
    )
    var form = WireForm()
    let wire = String(decoding: try form.make(text.view), as: UTF8.self)
    #expect(
      wire
        == #"{"consent_state":{"gdpr":{"timestamp_unixtime_ms":1},"ccpa":{"a":{"timestamp_unixtime_ms":2}}}}"#
    )
  }
}
