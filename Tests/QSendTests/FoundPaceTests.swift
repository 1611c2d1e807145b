import Testing

@testable import qsend

/// The pace that is found, against accounts of many kinds, in simulated time.
@Suite struct FoundPaceTests {
  struct Case: CustomTestStringConvertible {
    let limit: Double
    let window: Double
    let latency: Double
    let acceleration: Double?

    var account: SimulatedAccount {
      SimulatedAccount(limit: limit, window: window, acceleration: acceleration)
    }

    var testDescription: String {
      "\(Int(limit))/s over \(Int(window)) s, \(Int(latency * 1000)) ms"
        + (acceleration.map { ", rising by \(Int($0))/s" } ?? "")
    }
  }

  static let limits = [50.0, 270, 2000]
  static let cases = limits.flatMap { limit in
    [1.0, 5, 10].flatMap { window in
      [0.005, 0.04, 0.2].flatMap { latency in
        [nil, limit / 4].map {
          Case(limit: limit, window: window, latency: latency, acceleration: $0)
        }
      }
    }
  }

  /// At least 98 % of the limit, within 20 s, and next to no refusals after that.
  private func expectHeld(
    _ sending: SimulatedSending, of limit: Double, within seconds: Int = 20,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let held = sending.rate(30..<sending.seconds.count) / limit
    #expect(held >= 0.979, sourceLocation: sourceLocation)
    #expect(
      sending.refusedShare(seconds..<sending.seconds.count) < 0.005,
      sourceLocation: sourceLocation)
    #expect(
      sending.secondsToReach(limit * 0.95) ?? 1000 <= seconds, sourceLocation: sourceLocation)
  }

  @Test(arguments: cases)
  func theLimitIsFoundAndHeld(account: Case) {
    let sending = SimulatedSending(account.account, duration: 90, latency: account.latency)
    expectHeld(sending, of: account.limit, within: account.acceleration == nil ? 20 : 30)
  }

  /// Fractions, more than a hundred, missing, always the same, or about another limit: where it
  /// cannot be believed, refusals are enough.
  @Test(arguments: limits, SimulatedAccount.Header.allCases)
  func whateverThePercentageSays(limit: Double, header: SimulatedAccount.Header) {
    for window in [1.0, 5, 10] {
      let sending = SimulatedSending(
        SimulatedAccount(limit: limit, window: window, header: header), duration: 75)
      expectHeld(sending, of: limit)
      #expect(sending.rate(30..<75) <= limit)
    }
  }

  @Test(arguments: limits, [1.0, 5, 10])
  func aStormInTheFirstSecondCostsNoMinute(limit: Double, window: Double) {
    var account = SimulatedAccount(limit: limit, window: window)
    account.storm = 1
    expectHeld(SimulatedSending(account, duration: 75), of: limit)
  }

  /// Of what one in twenty requests meets, three parts of nine are taken and answered by nothing.
  @Test(arguments: limits, [1.0, 5])
  func misfortunesAreNoLimit(limit: Double, window: Double) {
    var account = SimulatedAccount(limit: limit, window: window)
    account.misfortunes = 0.05
    let sending = SimulatedSending(account, duration: 75, latency: 0.1)
    #expect(sending.rate(30..<75) >= 0.9 * limit)
  }

  /// A 429 that the percentage does not announce.
  @Test func aSingleRefusalFarBelowTheLimitIsNone() {
    var pace = FoundPace(memory: 100)
    for step in 0..<1500 {
      let time = Double(step) / 50
      _ = pace.noteSent(2, at: time)
      if step % 50 == 49 {
        pace.noteRefused(2, .rate, sent: time, now: time + 0.01)
      } else {
        pace.noteAccepted(percentage: time < 10 ? time * 4 : 40, sent: time, now: time + 0.01)
      }
    }
    #expect(pace.rate >= 100)
  }

  @Test(arguments: [SimulatedAccount.Header.missing, .zero, .another])
  func aGatewayThatNamesNoLimitIsLearntFrom(header: SimulatedAccount.Header) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 270, header: header, names: false), duration: 180)
    #expect(sending.rate(60..<180) >= 0.95 * 270)
    #expect(sending.refusedShare(60..<180) < 0.01)
  }

  @Test(arguments: [1.0, 5])
  func aLimitThatIsHalvedIsFollowed(window: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 270, window: window), duration: 120
    ) { time, account in account.limit = time < 60 ? 270 : 135 }
    #expect(sending.refusedShare(80..<120) < 0.01)
    #expect(sending.rate(80..<120) >= 0.93 * 135)
  }

  @Test(arguments: [1.0, 5, 10])
  func aNewcomerGetsAShare(window: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 270, window: window), starts: [0, 20], duration: 140)
    let sum = sending.rate(80..<140)
    #expect(sum >= 0.95 * 270)
    #expect(min(sending.rate(80..<140, sender: 0), sending.rate(80..<140, sender: 1)) >= 0.4 * sum)
  }

  @Test(arguments: [270.0, 2000], [1.0, 5, 10])
  func whoBeginTogetherShare(limit: Double, window: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: limit, window: window), starts: [0, 0.7], duration: 120)
    let sum = sending.rate(60..<120)
    #expect(sum >= 0.95 * limit)
    #expect(sending.refusedShare(20..<120) < 0.005)
    #expect(min(sending.rate(60..<120, sender: 0), sending.rate(60..<120, sender: 1)) >= 0.38 * sum)
  }

  @Test(arguments: [265.0, 2000])
  func aRunBeginsAtThePaceThatIsRemembered(memory: Double) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: 270, window: 5), duration: 60, memory: memory)
    #expect(sending.rate(0..<5) >= 0.9 * 270)
    #expect(sending.rate(20..<60) >= 0.93 * 270)
    #expect(sending.refusedShare(20..<60) < 0.01)
  }

  @Test func whoWaitsForInputSavesUpNoBurst() {
    var pace = FoundPace(memory: 2000)
    for step in 0..<600 {
      let time = Double(step) / 5
      _ = pace.noteSent(1, at: time)
      pace.noteAccepted(percentage: 1, sent: time, now: time + 0.05)
    }
    #expect(pace.rate < 200)
    #expect(pace.memory == 2000)
    #expect(pace.limit == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -1, 1e300])
  func whatTheServerSaysNeverTraps(percentage: Double) {
    var pace = FoundPace()
    for step in 0..<100 {
      let time = Double(step) / 10
      _ = pace.noteSent(5, at: time)
      pace.noteAccepted(percentage: percentage, sent: time, now: time + 0.05)
    }
    #expect(pace.rate >= 1 && pace.rate.isFinite)
  }
}
