import Testing

@testable import qsend

/// How full requests are where a gateway counts them.
@Suite struct RequestFillTests {
  @Test(arguments: [2.0, 10, 30])
  func fewRequestsASecondAreFullOnes(requests: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 2000, requests: requests), duration: 120)
    #expect(sending.rate(60..<120) >= 0.5 * min(2000, 100 * requests))
    // Two a second is one refusal in fifty requests for every 25 s.
    #expect(sending.refusedShare(60..<120) < (requests < 10 ? 0.25 : 0.04))
  }

  @Test func bothLimitsAreKept() {
    let sending = SimulatedSending(SimulatedAccount(limit: 270, requests: 10), duration: 120)
    #expect(sending.rate(30..<120) >= 0.85 * 270)
  }

  @Test func whereBatchesAreCountedRequestsStaySmall() {
    var fill = RequestFill()
    var now = 0.0
    // Half of all is refused, however full they are.
    for step in 0..<2000 {
      now += 0.02
      if step % 2 == 0 {
        fill.noteAccepted(now: now)
      } else {
        _ = fill.noteRefused(rate: 500, now: now)
      }
    }
    #expect(fill.size(rate: 500, latency: 0.01, concurrency: 8) <= 20)
  }
}
