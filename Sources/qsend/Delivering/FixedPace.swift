/// Keeps to a fixed number of batches a second, over any ten seconds.
///
/// Two rules decide when a request may leave: its batches take their share of time after the one
/// before, and the last ten seconds with it hold no more than ten times the rate.
struct FixedPace {
  /// A little more than ten seconds: what leaves at its time does not arrive to the millisecond.
  private static let window = 10.25

  private let rate: Double
  private var earliest = 0.0
  private var recent: [(time: Double, batches: Int)] = []
  private var recentBatches = 0

  /// - Parameter rate: batches a second.
  init(rate: Int) { self.rate = Double(rate) }

  /// Reserves the next time at which so many batches may leave; times are seconds of one clock.
  mutating func reserve(_ batches: Int, now: Double) -> Double {
    var time = max(now, earliest)
    while let first = recent.first {
      if first.time + Self.window > time {
        guard Double(recentBatches + batches) > rate * 10 else { break }
        time = first.time + Self.window
      }
      recentBatches -= first.batches
      recent.removeFirst()
    }
    recent.append((time, batches))
    recentBatches += batches
    earliest = time + Double(batches) / rate
    return time
  }
}
