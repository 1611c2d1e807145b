/// What was sent lately, for the question how much there was in a span of time.
struct SentLog {
  /// Everything older than the span is forgotten.
  private let span: Double
  /// With the sum of all up to there.
  private var entries: [(time: Double, sum: Int)] = []
  private var forgotten = 0

  /// - Parameter span: seconds that are asked for, at most.
  init(span: Double) { self.span = span }

  /// - Parameter time: not before the one that was added last.
  mutating func add(_ batches: Int, at time: Double) {
    entries.append((time, sum + batches))
    // Twice the span, so that entries are moved seldom.
    guard let first = entries.first, first.time < time - 3 * span else { return }
    let place = place(after: time - 2 * span)
    forgotten = place > 0 ? entries[place - 1].sum : forgotten
    entries.removeSubrange(..<place)
  }

  /// What was sent at a time was refused, and does not count.
  mutating func remove(_ batches: Int, at time: Double) {
    for place in entries.indices.reversed() {
      guard entries[place].time >= time else { break }
      entries[place].sum -= batches
    }
  }

  /// Batches a second that left in so many seconds up to a time.
  func flow(_ seconds: Double, until time: Double) -> Double {
    Double(sum(until: time) - sum(until: time - seconds)) / seconds
  }

  private var sum: Int { entries.last?.sum ?? forgotten }

  private func sum(until time: Double) -> Int {
    let place = place(after: time)
    return place > 0 ? entries[place - 1].sum : forgotten
  }

  /// The first entry that is later.
  private func place(after time: Double) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].time > time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
