import PipeCommon

/// How full requests are, apart from the rate. Times are seconds of one clock.
///
/// Fifty requests a second are small enough to be no bursts, as long as nobody counts them. A gateway
/// may: then a tenth of them and more is refused without the name of a limit, whatever they hold. So
/// fewer and fuller ones are tried at the same rate. If that helps, it stays so, and less full ones are
/// felt for slowly, request by request; if not, it is the batches that are counted, and the rate has to
/// give way. Single refusals are left to the rate.
struct RequestFill {
  private static let usual = 50.0
  /// Batches a request holds at most; fuller ones cannot help.
  private static let full = 100.0
  /// The share of a second's requests, and their number, that is refused where it is worth a try.
  private static let storm = (share: 0.1, number: 5.0)
  /// By how much each accepted request lets them be more, as a power of e, and what a refusal takes.
  private static let growth = 0.0001
  private static let cut = 0.02
  /// After so many in a row they grow twice as fast.
  private static let row = 200.0
  /// Tries in a row that have to fail; what passes in a first burst is more than a second's.
  private static let tries = 2
  /// Requests that were under way when a try began, and are as full as before.
  private static let underWay = 8.0
  /// Seconds that a try is watched once those are gone.
  private static let watched = 1.0

  private var requestsASecond = usual
  private var accepted = SentLog(span: watched)
  private var refused = SentLog(span: watched)
  /// From when on the try under way shows, and the share that was refused before.
  private var trial: (start: Double, share: Double)?
  /// After a try that did not help, for so long, and twice as long after the next.
  private var restsUntil = 0.0
  private var rest = 30.0
  private var tries = 0
  /// Accepted since a refusal.
  private var row = 0.0
  /// When the first answer came.
  private var begin: Double?

  /// Batches that should go into one request.
  ///
  /// - Parameters:
  ///   - rate: batches a second.
  ///   - latency: seconds that an answer takes.
  ///   - concurrency: requests under way at a time; they must be able to carry the rate.
  func size(rate: Double, latency: Double, concurrency: Int) -> Int {
    let size = max(rate / requestsASecond, 1.3 * rate * latency / Double(concurrency))
    return max(1, Int(clamping: min(size, 10_000).rounded(.up)))
  }

  /// Seconds from one request to the next, at least.
  var interval: Double { requestsASecond < Self.usual ? 1 / requestsASecond : 0 }

  mutating func noteAccepted(now: Double) {
    accepted.add(1, at: now)
    begin = begin ?? now
    guard trial.map({ now > $0.start + 2 * Self.watched }) ?? true else { return }
    trial = nil
    row += 1
    let growth = Self.growth * (1 + (row / Self.row) * (row / Self.row))
    requestsASecond = min(requestsASecond * exp(growth), Self.usual)
  }

  /// Takes notice of a refusal that names no limit.
  ///
  /// - Parameter rate: batches a second.
  /// - Returns: whether it is put down to how many requests there are, and the rate stays.
  mutating func noteRefused(rate: Double, now: Double) -> Bool {
    refused.add(1, at: now)
    row = 0
    let begin = begin ?? now
    self.begin = begin
    let span = min(now - begin, Self.watched)
    guard span > 0.3 else { return true }
    let (taken, lost) = (accepted.flow(span, until: now), refused.flow(span, until: now))
    let share = lost / (taken + lost)
    if let trial {
      guard now > trial.start + Self.watched else { return true }
      guard share > max(0.6 * trial.share, Self.storm.share) else { return true }
      self.trial = nil
      tries += 1
      if tries == Self.tries {
        (requestsASecond, tries, restsUntil) = (Self.usual, 0, now + rest)
        rest *= 2
        return false
      }
    } else {
      tries = 0
    }
    guard now >= restsUntil else { return false }
    guard share >= Self.storm.share, lost >= Self.storm.number, rate < requestsASecond * Self.full
    else {
      // They are known to be counted, if there are fewer than usual.
      if requestsASecond < Self.usual { requestsASecond *= 1 - Self.cut }
      return false
    }
    // What a gateway lets through in a second is how many it counts.
    requestsASecond = max(min(taken, requestsASecond) * 0.9, rate / Self.full)
    trial = (now + 0.5 + Self.underWay / requestsASecond, share)
    return true
  }
}
