import PipeCommon

/// What the server's answers say of the limit, in batches a second.
///
/// A limit counts what was sent in a sliding window of unknown length. A percentage is the use of it,
/// a refusal is a use of 100 %, and an acceptance one of 100 % at most: what was sent in the window,
/// divided by the use, is the limit, or this sender's share of it. The length shows in what it makes of
/// a rate that changes: for the right one the quotient stays the same. Of lengths that do equally well
/// the longest is taken, which gives the lower limit.
struct LimitGuess {
  /// Seconds that a server may average over.
  static let lengths = [1.0, 2, 5, 10]
  static let longest = 10.0
  /// Over so many seconds it is watched how much a quotient wanders.
  private static let memory = 1.5
  /// Lengths whose quotients wander less than this more a second do equally well.
  private static let tolerance = 0.01

  private struct Window {
    let length: Double
    /// Sent a second, and used of the limit, in all readings since the last look.
    var sums = (sent: 0.0, use: 0.0)
    /// The most that was accepted since then.
    var most = 0.0
    var limit = 0.0
    var drift = 0.0
  }

  private var windows = lengths.map { Window(length: $0) }

  /// - Parameters:
  ///   - use: of the limit, 1 for all.
  ///   - sent: when the request left that was answered so.
  mutating func read(_ use: Double, sent: Double, _ log: SentLog) {
    read(use, sent: sent, log, rest: 0)
  }

  /// So many batches would have been too many: half of them are what was left of the limit.
  mutating func readRefused(_ batches: Int, sent: Double, _ log: SentLog) {
    read(1, sent: sent, log, rest: Double(batches) / 2)
  }

  private mutating func read(_ use: Double, sent: Double, _ log: SentLog, rest: Double) {
    for place in windows.indices {
      let length = windows[place].length
      windows[place].sums.sent += log.flow(length, until: sent) + rest / length
      windows[place].sums.use += use
    }
  }

  /// So much is accepted, and nothing said of the use.
  mutating func readAccepted(sent: Double, _ log: SentLog) {
    for place in windows.indices {
      windows[place].most = max(
        windows[place].most, log.flow(windows[place].length, until: sent))
    }
  }

  /// The limit may have become higher by a factor.
  mutating func rise(_ factor: Double) {
    for place in windows.indices { windows[place].limit *= factor }
  }

  /// The limit by what was read until now.
  ///
  /// - Parameter elapsed: seconds since the last look.
  mutating func limit(_ elapsed: Double) -> Double? {
    for place in windows.indices {
      let window = windows[place]
      var limit = window.sums.use > 0 ? window.sums.sent / window.sums.use : window.limit
      if limit > 0 { limit = max(limit, window.most) }
      if window.limit > 0, limit > 0 {
        let drift = abs(log(limit / window.limit)) / elapsed
        windows[place].drift += (drift - window.drift) * min(1, elapsed / Self.memory)
      }
      windows[place].limit = limit
      (windows[place].sums, windows[place].most) = ((0, 0), 0)
    }
    let least = windows.map(\.drift).min() ?? 0
    let best = windows.last { $0.drift <= least * 1.5 + Self.tolerance }
    return best.flatMap { $0.limit > 0 ? $0.limit : nil }
  }
}
