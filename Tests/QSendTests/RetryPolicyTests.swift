import Testing

@testable import qsend

@Suite struct RetryPolicyTests {
  @Test(arguments: [(1, 0.5), (2, 1), (3, 2), (7, 32), (8, 60), (1000, 60)])
  func theLimitDoublesUpToAMinute(failures: Int, limit: Double) {
    #expect(RetryPolicy.delay(failures: failures, retryAfter: nil, random: 1) == limit)
    #expect(RetryPolicy.delay(failures: failures, retryAfter: nil, random: 0) == 0)
  }

  @Test func whatTheServerAsksForIsAFloor() {
    #expect(RetryPolicy.delay(failures: 1, retryAfter: 7, random: 1) == 7)
    #expect(RetryPolicy.delay(failures: 8, retryAfter: 7, random: 1) == 60)
  }
}
