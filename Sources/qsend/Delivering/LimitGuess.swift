import PipeCommon

/// What percentages say of the limit, in batches a second.
///
/// A percentage is the use of a sliding window of unknown length. What was sent in that window, divided
/// by the percentage, is the limit, or this sender's share of it. The length shows in what it makes of
/// a rate that changes: for the right one the quotient stays the same. Of lengths that do equally well
/// the longest is taken, which gives the lower limit.
struct LimitGuess {
  /// Seconds that a server may average over.
  private static let lengths = [1.0, 2, 5, 10]
  static let longest = 10.0
  /// Over so many seconds it is watched how much a quotient wanders.
  private static let memory = 1.5
  /// Lengths whose quotients wander less than this more a second do equally well.
  private static let tolerance = 0.01

  private struct Window {
    let length: Double
    /// Sent, and percent, in all readings since the last look.
    var sums = (sent: 0.0, use: 0.0)
    var limit = 0.0
    var drift = 0.0
  }

  private var windows = lengths.map { Window(length: $0) }

  /// - Parameters:
  ///   - use: in percent.
  ///   - sent: when the request left that was answered so.
  mutating func read(_ use: Double, sent: Double, _ log: SentLog) {
    for place in windows.indices {
      windows[place].sums.sent += log.flow(windows[place].length, until: sent)
      windows[place].sums.use += use
    }
  }

  /// The limit by what was read since the last look.
  ///
  /// - Parameter elapsed: seconds since then.
  mutating func limit(_ elapsed: Double) -> Double? {
    for place in windows.indices where windows[place].sums.sent > 0 {
      let limit = windows[place].sums.sent / windows[place].sums.use * 100
      if windows[place].limit > 0 {
        let drift = abs(log(limit / windows[place].limit)) / elapsed
        windows[place].drift += (drift - windows[place].drift) * min(1, elapsed / Self.memory)
      }
      windows[place].limit = limit
      windows[place].sums = (0, 0)
    }
    let least = windows.map(\.drift).min() ?? 0
    let best = windows.last { $0.drift <= least * 1.5 + Self.tolerance }
    return best.flatMap { $0.limit > 0 ? $0.limit : nil }
  }
}
