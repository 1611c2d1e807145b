/// How much there was in the last so many seconds.
struct SlidingCount {
  private let length: Double
  private var entries: [(time: Double, count: Int)] = []
  /// Where the entries begin that are not yet too old.
  private var first = 0
  private var sum = 0

  /// - Parameter length: seconds that are counted.
  init(length: Double) { self.length = length }

  mutating func add(_ count: Int, at time: Double) {
    entries.append((time, count))
    sum += count
  }

  /// The sum at a time, which must not go back.
  mutating func total(at now: Double) -> Int {
    while first < entries.count, entries[first].time <= now - length {
      sum -= entries[first].count
      first += 1
    }
    if first > 1024, first * 2 > entries.count {
      entries.removeSubrange(..<first)
      first = 0
    }
    return sum
  }
}
