import Testing

@testable import qsend

@Suite struct SendingLogTests {
  /// The seconds at which a line is due, in so many hours.
  private func lines(_ every: Int?, hours: Int) -> [Int] {
    var log = SendingLog(every: every)
    return (0...hours * 3600).filter { (second: Int) in log.isDue(Double(second)) }
  }

  @Test func linesComeEverMoreSeldom() {
    #expect(lines(nil, hours: 3) == [60, 600, 3600, 7200, 10800])
    #expect(lines(1800, hours: 1) == [1800, 3600])
    #expect(lines(0, hours: 3) == [])
  }

  @Test func whoWasAsleepSaysItOnce() {
    var log = SendingLog(every: nil)
    let lines = [100_000.0, 100_001].map { log.isDue($0) }
    #expect(lines == [true, false])
  }

  /// What is said in a run whose state is a function of time, by second.
  private func news(
    _ seconds: Int, every: Int? = nil, _ state: (Double) -> SendingLog.State
  ) -> [Int: [String]] {
    var log = SendingLog(every: every)
    var all: [Int: [String]] = [:]
    for second in 0..<seconds {
      let news = log.news(state(Double(second)), Double(second))
      if !news.isEmpty { all[second] = news }
    }
    return all
  }

  @Test func refusalsBeginAndEnd() {
    let news = news(400) { time in
      .init(requests: Int(time) * 10, throttled: Int(max(0, min(time, 200) - 100)) * 5)
    }
    #expect(
      news == [
        110: ["the server refuses 50 % of the requests as too many"],
        260: ["the server refuses hardly any requests any more"],
      ])
  }

  @Test func aFewRefusalsAreNoNews() {
    #expect(news(400) { .init(requests: Int($0) * 50, throttled: Int($0) / 4) }.isEmpty)
  }

  @Test func theServerGoesAndComesBack() {
    let news = news(400) { time in .init(failing: (100..<300).contains(time) ? time - 100 : 0) }
    #expect(
      news == [130: ["nothing but errors for 30 s; trying on"], 300: ["the server is back"]])
  }

  @Test func theLimitMoves() {
    let news = news(400) { time in .init(limit: time < 30 ? 50 : time < 200 ? 265 : 132) }
    #expect(news == [210: ["the limit has moved: 132 batches a second, not 265"]])
  }

  @Test func whoWantsNoLinesGetsNone() {
    #expect(news(400, every: 0) { .init(failing: $0) }.isEmpty)
  }

  @Test func timeLeftCountsFromWhereTheRunBegan() {
    // Half of the file was settled before; a tenth of it took a minute.
    #expect(
      SendingProgress.share(bytes: 600, of: 1000, from: 500, after: 60) == "60 %, 4 min left")
    #expect(SendingProgress.share(bytes: 400, of: 1000, from: nil, after: 0) == "40 %")
    #expect(SendingProgress.share(bytes: 1000, of: 1000, from: 0, after: 60) == "100 %")
    #expect(SendingProgress.share(bytes: 400, of: nil, from: 0, after: 60) == nil)
  }
}
