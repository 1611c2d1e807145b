import PipeCommon
import TestSupport
import Testing

@Suite struct TimelineTests {
  private func time(_ text: String) throws -> Timestamp {
    let time = Timestamp(rfc3339: text.utf8.span)
    return try #require(time)
  }

  private func timeline(_ times: [Timestamp]) -> Timeline<Int> {
    var timeline = Timeline<Int>()
    for time in times { timeline.add(1, at: time) }
    return timeline
  }

  @Test func nothingHasNoSteps() {
    #expect(Timeline<Int>().steps.isEmpty && Timeline<Int>().start == nil)
  }

  @Test func aStepTakesItsFirstMomentAndNotItsLast() throws {
    let times = try ["12:00:00Z", "12:00:00.999Z", "12:00:01Z", "12:01:59.999Z"].map {
      try time("2026-11-01T\($0)")
    }
    let timeline = timeline(times)
    #expect(timeline.width == .second && timeline.steps.count == 120)
    #expect(timeline.steps.prefix(2) == [2, 1] && timeline.steps.last == 1)
    #expect(try timeline.start == time("2026-11-01T12:00:00Z"))
    var wider = timeline
    try wider.add(1, at: time("2026-11-01T12:02:00Z"))
    #expect(wider.width == .minute && wider.steps == [3, 1, 1])
  }

  @Test func weeksBeginOnMondays() throws {
    let timeline = timeline(try [time("2025-01-01T00:00:00Z"), time("2026-11-08T23:59:59.999Z")])
    #expect(timeline.width == .week)
    #expect(try timeline.start == time("2024-12-30T00:00:00Z"))
    #expect(try timeline.start(ofStep: timeline.steps.count - 1) == time("2026-11-02T00:00:00Z"))
  }

  @Test func allPlausibleTimesFit() {
    let ends = [1_000_000_000_000, 9_999_999_999_999].map(Timestamp.init(milliseconds:))
    #expect(timeline(ends).steps.count <= 120 && timeline(ends.reversed()).steps.first == 1)
  }

  @Test func eachWidthIsAMultipleOfTheOneBefore() {
    for (one, next) in zip(TimelineWidth.allCases, TimelineWidth.allCases.dropFirst()) {
      #expect(next.seconds > one.seconds && next.seconds % one.seconds == 0)
    }
  }

  /// The narrowest width that fits, and the counts in its steps, found with all times at hand.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func theOrderOfTimesMakesNoDifference(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let spread = Int64(1000) << Int64.random(in: 0...32, using: &random)
    let times = (0..<Int.random(in: 1...300, using: &random)).map { _ in
      Timestamp(milliseconds: 1_762_600_000_000 + Int64.random(in: 0...spread, using: &random))
    }
    let monday = Int64(345_600_000)
    func steps(_ width: TimelineWidth) -> [Int64] {
      times.map { ($0.milliseconds - monday) / (Int64(width.seconds) * 1000) }
    }
    let width = try #require(
      TimelineWidth.allCases.first { width in
        let steps = steps(width)
        return (steps.max() ?? 0) - (steps.min() ?? 0) < 120
      }, "seed \(seed)")
    let first = steps(width).min() ?? 0
    var counts = Array(repeating: 0, count: Int((steps(width).max() ?? 0) - first) + 1)
    for step in steps(width) { counts[Int(step - first)] += 1 }
    for times in [times, times.reversed(), times.sorted(), times.shuffled(using: &random)] {
      let timeline = timeline(times)
      #expect(timeline.width == width && timeline.steps == counts, "seed \(seed)")
    }
    let some = timeline(Array(times.prefix(times.count / 2)))
    let laid = some.steps(of: timeline(times))
    #expect(laid.reduce(0, +) == times.count / 2, "seed \(seed)")
    #expect(zip(laid, counts).allSatisfy { $0 <= $1 } && laid.count == counts.count)
  }
}
