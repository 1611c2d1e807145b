import Testing

@testable import qsend

/// The controller against accounts of many kinds, in simulated time.
@Suite struct PaceControllerTests {
  struct Case: CustomTestStringConvertible {
    let limit: Double
    let window: Double
    let acceleration: Double?
    var testDescription: String {
      "\(Int(limit))/s over \(Int(window)) s"
        + (acceleration.map { ", rising by \(Int($0))/s" } ?? "")
    }
  }

  static let cases = [50.0, 270, 2000].flatMap { limit in
    [1.0, 5].flatMap { window in
      [nil, limit / 4].map { Case(limit: limit, window: window, acceleration: $0) }
    }
  }

  @Test(arguments: cases)
  func theLimitIsFoundAndHeld(account: Case) {
    let sending = SimulatedSending(
      SimulatedAccount(
        limit: account.limit, window: account.window, acceleration: account.acceleration),
      starts: [0], duration: 180)
    let share = sending.rate(90..<180) / account.limit
    let refused = sending.refusedShare(90..<180)
    #expect(share >= 0.95)
    #expect(refused < 0.01)
    #expect(sending.secondsToReach(account.limit * 0.9) ?? 1000 < 60)
  }

  @Test(arguments: cases)
  func twoSendersShareAnAccount(account: Case) {
    let (used, least) = shares(of: account, secondStarts: 0.7, 200..<300)
    #expect(used >= 0.9)
    #expect(least >= 0.35)
  }

  @Test(arguments: cases.filter { $0.acceleration == nil })
  func aLateSenderGetsItsShare(account: Case) {
    let (used, least) = shares(of: account, secondStarts: 60, 180..<240)
    #expect(used >= 0.9)
    #expect(least >= 0.3)
  }

  /// How much of an account two senders use together, and what part of that the lesser one has.
  private func shares(
    of account: Case, secondStarts start: Double, _ span: Range<Int>
  ) -> (used: Double, least: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(
        limit: account.limit, window: account.window, acceleration: account.acceleration),
      starts: [0, start], duration: Double(span.upperBound))
    let sum = sending.rate(span)
    let least = min(sending.rate(span, sender: 0), sending.rate(span, sender: 1))
    return (sum / account.limit, least / sum)
  }

  @Test(arguments: [1.0, 5])
  func aLimitThatIsHalvedIsFollowed(window: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 270, window: window), starts: [0], duration: 120
    ) { time, account in account.limit = time < 60 ? 270 : 135 }
    #expect(sending.refusedShare(75..<120) < 0.01)
    #expect(sending.rate(80..<120) >= 0.93 * 135)
  }

  @Test func withoutPercentagesRefusalsAreEnough() {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 270, window: 1, tells: false), starts: [0], duration: 180)
    #expect(sending.rate(90..<180) >= 0.9 * 270)
    #expect(sending.refusedShare(90..<180) < 0.02)
  }

  @Test func aSlowInputSavesUpNoBurst() {
    var controller = PaceController()
    for step in 0..<600 {
      controller.noteSent(1, now: Double(step) / 5)
      controller.noteAccepted(percentage: 1, now: Double(step) / 5 + 0.05)
    }
    #expect(controller.rate < 200)
  }
}
