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

  /// Where an answer takes 200 ms, eight requests under way are 40 a second, and one more or less is
  /// 3 % of what a limit over one second allows.
  @Test(arguments: cases)
  func theLimitIsFoundAndHeld(account: Case) {
    let sending = SimulatedSending(account.account, duration: 120, latency: account.latency)
    let isCoarse = account.latency == 0.2 && account.window == 1
    #expect(sending.rate(30..<120) >= (isCoarse ? 0.945 : 0.965) * account.limit)
    #expect(sending.refusedShare(20..<120) < (isCoarse ? 0.02 : 0.005))
    let most = account.acceleration == nil ? 20 : 30
    #expect(sending.secondsToReach(account.limit * 0.945) ?? 1000 <= most)
  }

  @Test(arguments: limits, [SimulatedAccount.Header.fractional, .over])
  func percentagesMayHaveFractionsAndGoBeyondAHundred(
    limit: Double, header: SimulatedAccount.Header
  ) {
    for window in [1.0, 10] {
      let sending = SimulatedSending(
        SimulatedAccount(limit: limit, window: window, header: header), duration: 120)
      #expect(sending.rate(30..<120) >= 0.965 * limit)
      #expect(sending.rate(30..<120) <= limit)
      #expect(sending.refusedShare(20..<120) < 0.005)
    }
  }

  /// A header that is missing, always the same, or about another limit: refusals are enough.
  @Test(arguments: limits, [SimulatedAccount.Header.missing, .zero, .hundred, .another])
  func refusalsAreEnough(limit: Double, header: SimulatedAccount.Header) {
    let sending = SimulatedSending(
      SimulatedAccount(limit: limit, window: 1, header: header), duration: 120)
    #expect(sending.rate(30..<120) >= 0.96 * limit)
    #expect(sending.refusedShare(20..<120) < 0.005)
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
    #expect(min(sending.rate(80..<140, sender: 0), sending.rate(80..<140, sender: 1)) >= 0.3 * sum)
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
