import PipeCommon
import Testing

@testable import qsend

@Suite struct AnswerHeadersTests {
  /// 1994-11-06T08:49:37Z, the example of RFC 9110.
  private static let example = Timestamp(milliseconds: 784_111_777_000)

  private func headers(_ lines: String...) -> AnswerHeaders {
    var headers = AnswerHeaders()
    for line in lines { headers.read(Array(line.utf8)) }
    return headers
  }

  @Test(
    arguments: [
      ("0", 0), ("3", 3), ("2.5", 2.5), (" 7\t", 7), ("86401", 86_400), ("1e300", 86_400),
      ("inf", 86_400), ("99999999999999999999999", 86_400),
      ("-5", nil), ("nan", nil), ("-1e300", nil), ("", nil), ("banana", nil), ("3 s", nil),
      ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sun Nov  6 08:49:47 1994", 10),
      // What is over needs no waiting.
      ("Sun, 06 Nov 1994 08:49:00 GMT", 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
      ("Sun, 06 Nov 1994 08:49:47 CET", nil), ("Sun, 31 Feb 1994 08:49:47 GMT", nil),
      ("Sun, 06 Abc 1994 08:49:47 GMT", nil), ("Sun, 006 Nov 1994 08:49:47 GMT", nil),
    ] as [(String, Double?)])
  func timesToWaitHaveTwoFormsAndBounds(value: String, seconds: Double?) {
    let spellings = ["Retry-After", "retry-after", "RetryAfter"]
    for name in spellings {
      #expect(headers("\(name):\(value)").retryAfter(now: Self.example) == seconds)
    }
  }

  @Test func theObsoleteFormOfADateIsUnderstood() {
    #expect(
      Timestamp(http: "Sunday, 06-Nov-94 08:49:37 GMT")?.description.prefix(10) == "2094-11-06")
    #expect(Timestamp(http: "Sun, 06 Nov 1994 08:49:37 GMT") == Self.example)
  }

  @Test func aDateIsComparedWithTheServersClock() {
    let headers = headers(
      "Retry-After: Sun, 06 Nov 1994 08:49:47 GMT", "Date: Sun, 06 Nov 1994 08:49:40 GMT")
    #expect(headers.retryAfter(now: Timestamp(milliseconds: 0)) == 7)
  }

  @Test(
    arguments: [
      ("0", 0), ("37", 37), ("12.5", 12.5), ("100", 100), ("150", 150), ("1001", 1000),
      ("1e300", 1000), ("inf", 1000), ("-5", nil), ("nan", nil), ("12,5", nil), ("", nil),
    ] as [(String, Double?)])
  func percentagesHaveBounds(value: String, percentage: Double?) {
    #expect(headers("X-MP-Rate-Limit-Percentage-Used: \(value)").percentageUsed == percentage)
  }

  @Test func theLimitThatWasExceededIsNamed() {
    #expect(headers("x-mp-rate-limit-exceeded: Acceleration ").exceededLimit == "acceleration")
    #expect(headers("x-mp-rate-limit-exceeded", "x").exceededLimit == nil)
  }
}
