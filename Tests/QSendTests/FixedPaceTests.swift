import Testing

@testable import qsend

@Suite struct FixedPaceTests {
  /// No ten seconds hold more than ten times the rate, whatever the requests are.
  @Test(arguments: [(1, 1), (10, 3), (270, 100), (50, 50), (1000, 7)])
  func theRateHoldsOverAnyTenSeconds(rate: Int, largest: Int) {
    var pace = FixedPace(rate: rate)
    var sent: [(time: Double, batches: Int)] = []
    var now = 0.0
    for index in 0..<400 {
      let batches = 1 + index * 7 % largest
      let time = pace.reserve(batches, now: now)
      #expect(time >= now)
      sent.append((time, batches))
      if index % 5 == 0 { now = time }
    }
    for (place, first) in sent.enumerated() {
      let window = sent[place...].prefix { $0.time < first.time + 10 - 1e-9 }
      #expect(window.reduce(0) { $0 + $1.batches } <= rate * 10)
    }
  }

  @Test func theRateIsReached() {
    var pace = FixedPace(rate: 270)
    var time = 0.0
    for _ in 0..<270 { time = pace.reserve(100, now: time) }
    // 27,000 batches at 270 a second.
    #expect(abs(time - 100) < 2)
  }
}
