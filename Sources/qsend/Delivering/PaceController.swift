import PipeCommon

/// Finds the account's limit and holds it, from the percentage that every acceptance carries and from
/// refusals; nothing has to be tuned. Times are seconds of one clock.
///
/// The percentage is the use of all limits together, averaged by the server over a time that is not
/// documented (1 to 5 s were tried), so it lags behind the rate. Growth is therefore the slower the
/// closer it comes:
///
///     percentage   0 … 5    … 25   … target    above
///     growth/s     ×7.4     ×1.65  ×1.16       shrinks by 35 % of the excess, above 98 by all of it
///
/// A small growth by a fixed number, less for fast senders, is added all the time. It is what makes
/// several senders on one account share it: shrinking takes more from whoever has more. A new one
/// claims its share first: it grows on at a full account, and the others shrink.
struct PaceController {
  /// Percent of the limit to hold; what is above is for jitter on the way.
  private static let target = 96.0
  /// Batches a second to begin with.
  private static let first = 50.0
  private static let slowest = 1.0
  /// Requests a second at least, as long as a request holds more than one batch: a request is then a
  /// fiftieth of a second's limit and no burst.
  private static let requestsASecond = 50.0
  /// A new sender grows on at a full account, by so much a second, until it was refused so often.
  private static let claimedGrowth = 0.06
  private static let firstClaims = 2
  /// Refusals right after it came only say that others are there, in seconds.
  private static let arrival = 5.0
  /// How often the rate is set, in seconds.
  private static let interval = 0.2

  /// Batches a second.
  private(set) var rate = first
  /// The latest percentage, for the progress line.
  private(set) var percentage: Double?

  /// How fast growth may be; every refusal for acceleration takes some of it.
  private var boldness = 1.0
  /// Whether a refusal for speed was seen: without percentages it is the only sign of the limit.
  private var isSearching = true
  /// How often a new sender may still be refused while it claims its share.
  private var claims = Self.firstClaims
  private var born: Double?
  private var highest: Double?
  private var lastStep: Double?
  private var refusedUntil = 0.0
  private var refusals = 0
  /// The share of requests that are refused, smoothed.
  private var pressure = 0.0
  /// The rate when refusals began, and when: a limit that was halved is not the end of all sending.
  private var calm: (rate: Double, until: Double)?
  private var answers = 0
  /// Batches that left in this interval and, smoothed, a second.
  private var sent = 0
  private var flow = 0.0

  /// Batches that should go into one request.
  ///
  /// - Parameters:
  ///   - latency: seconds that an answer takes.
  ///   - concurrency: requests under way at a time; they must be able to carry the rate.
  func requestSize(latency: Double, concurrency: Int) -> Int {
    let size = max(rate / Self.requestsASecond, 1.3 * rate * latency / Double(concurrency))
    return max(1, min(Int(size.rounded()), 10_000))
  }

  mutating func noteSent(_ batches: Int, now: Double) {
    sent += batches
    step(now)
  }

  /// - Parameter percentage: how much of the limits is used; `nil` if the server does not say.
  mutating func noteAccepted(percentage: Double?, now: Double) {
    answers += 1
    pressure *= 0.9
    if let percentage {
      self.percentage = percentage
      highest = max(highest ?? 0, percentage)
    }
    step(now)
  }

  /// - Parameter isAcceleration: whether only the rise of the rate was too fast.
  mutating func noteRefused(isAcceleration: Bool, now: Double) {
    answers += 1
    refusals += 1
    pressure += (1 - pressure) * 0.1
    if isAcceleration { boldness = max(boldness * 0.7, 0.05) }
    if now >= refusedUntil {
      // What was on its way already says nothing new, so one refusal counts for a while.
      refusedUntil = now + 0.5
      if !isAcceleration {
        isSearching = false
        if now > (born ?? now) + Self.arrival { claims -= 1 }
        if calm.map({ now > $0.until }) ?? true { calm = (rate, now + 5) }
        let floor = max((calm?.rate ?? 0) * 0.45, Self.slowest)
        rate = max(rate * (1 - max(0.05, min(0.3, pressure))), min(rate, floor))
      }
    }
    step(now)
  }

  private mutating func step(_ now: Double) {
    guard let last = lastStep else {
      lastStep = now
      born = now
      return
    }
    let elapsed = now - last
    guard elapsed >= Self.interval else { return }
    lastStep = now
    flow += (Double(sent) / elapsed - flow) * min(1, elapsed)
    adjust(min(elapsed, 1), isAnswered: answers > 0)
    (sent, answers, refusals, highest) = (0, 0, 0, nil)
  }

  private mutating func adjust(_ elapsed: Double, isAnswered: Bool) {
    guard isAnswered, refusals == 0 else { return }
    // A sender that waits for its input must not save up for a burst.
    guard flow > rate * 0.6 || rate < Self.first * 1.5 else {
      rate = max(Self.first, rate * (1 - 0.3 * elapsed))
      return
    }
    guard let use = highest else {
      // No percentages: feel the way up to the next refusal, and then far more slowly.
      rate *= exp((isSearching ? 0.5 : 0.01) * boldness * elapsed)
      return
    }
    let slack = (Self.target - use) / 100
    if slack < 0.05, claims > 0 {
      // The account may be full of others, who give way when it is fuller than they like.
      rate *= exp(Self.claimedGrowth * boldness * elapsed)
      return
    }
    let gain = use < 5 ? 2.0 : use < 25 ? 0.5 : slack > 0 ? 0.15 : use < 98 ? 0.35 : 1
    rate = rate * exp(gain * slack * boldness * elapsed) + 0.06 * rate.squareRoot() * elapsed
    if slack > 0, boldness < 1 { boldness = min(1, boldness * (1 + 0.02 * elapsed)) }
    rate = max(rate, Self.slowest)
  }
}
