import PipeCommon

/// Finds the account's limit and holds it, from the percentage that acceptances carry and from
/// refusals; nothing has to be tuned. Times are seconds of one clock.
///
/// **The law.** Within a second the rate comes to (99.2 % − margin) × the limit that the answers show
/// (`LimitGuess`), but grows by no more than a factor of 1.5 a second, less after refusals for
/// acceleration. Each refusal in spite of it adds to the margin, which wears off.
///
/// **Told or not.** A percentage is not believed while it stays the same whatever is sent, or while a
/// tenth of the requests is refused that it did not announce; single refusals that it did not
/// announce are no limit. Without one there is a search until the first refusal, which shows the limit
/// as well; from then on that is taken to rise, by a tenth of a percent a second, and faster the longer
/// nothing is refused.
///
/// **Others.** Who comes to a full account claims a share: it grows on between 98 and 100 %, and the
/// others, who see more than their goal, give way. Who begin together look around before they grow,
/// and so grow alike.
struct FoundPace {
  /// Percent of the limit to hold, and the most that is left free beyond.
  private static let target = 99.2
  private static let margins = (step: 0.2, most: 4.0, wear: 0.02)
  /// Batches a second to begin with, and at least and at most.
  private static let first = 50.0
  private static let bounds = (1.0, 1e6)
  /// How often the rate is set, in seconds, and the first time that it may grow.
  private static let interval = 0.2
  private static let look = 2.0
  /// By how much the rate may grow in a second, as a power of e; by how much the limit that nobody
  /// tells is taken to rise.
  private static let growth = 0.4
  private static let feeler = 0.001
  /// The same of a newcomer, for so many seconds, except so long after a refusal.
  private static let claim = (growth: 0.15, time: 60.0, pause: 1.0)
  /// What an announced refusal takes of the rate at once, every half second.
  private static let cut = 0.015

  /// What a request was refused for.
  enum Excess {
    /// Batches a second.
    case rate
    /// How fast they become more.
    case rise
    /// Requests a second, whatever they hold.
    case requests
  }

  /// Batches a second.
  private(set) var rate = first
  /// The rate when it was found last, not while there was too little to send.
  private(set) var memory: Double?
  /// The limit, or this sender's share of it, when it was near last; in batches a second.
  private(set) var limit: Double?

  private var sent = SentLog(span: LimitGuess.longest + 2)
  private var accepted = SentLog(span: 1)
  private var refused = SentLog(span: 1)
  private var guess = LimitGuess()
  private var begin = 0.0
  private var lastStep: Double?
  private var isAnswered = false

  private var told = ToldUse()
  private var claimsUntil = 0.0

  private var lastRefusal = -Double.infinity
  private var lastRise = -Double.infinity
  private var lastCut = -Double.infinity
  /// Whether something was accepted since a refusal was read.
  private var isAlive = false
  /// How fast growth may be; refusals for acceleration take some of it.
  private var boldness = 1.0
  private var margin = 0.0

  /// - Parameter memory: the pace that an earlier run has found, in batches a second.
  init(memory: Double? = nil) {
    if let memory { rate = Self.bounded(memory) }
  }

  private static func bounded(_ rate: Double) -> Double { min(max(rate, bounds.0), bounds.1) }

  /// The latest percentage.
  var percentage: Double? { told.percentage }

  /// - Parameter time: when it leaves; never before the one that was noted last.
  /// - Returns: seconds until the next request may leave.
  mutating func noteSent(_ batches: Int, at time: Double) -> Double {
    sent.add(batches, at: time)
    step(time)
    return Double(batches) / rate
  }

  /// What was to leave at that time did not.
  mutating func noteUnsent(_ batches: Int, at time: Double) { sent.remove(batches, at: time) }

  /// - Parameters:
  ///   - percentage: how much of the limits is used; `nil` if the server does not say.
  ///   - time: when the request left.
  mutating func noteAccepted(percentage: Double?, sent time: Double, now: Double) {
    (isAnswered, isAlive) = (true, true)
    accepted.add(1, at: now)
    let percentage = percentage.flatMap { $0.isFinite ? min(max($0, 0), 1000) : nil }
    if let percentage {
      if told.percentage == nil, percentage >= 50 { claimsUntil = now + Self.claim.time }
      if told.note(percentage, sent, now: now) { guess = LimitGuess() }
    }
    if !told.isBelieved {
      guess.readAccepted(sent: time, sent)
    } else if let percentage {
      guess.read(percentage / 100, sent: time, sent)
    }
    step(now)
  }

  mutating func noteRefused(_ batches: Int, _ excess: Excess, sent time: Double, now: Double) {
    sent.remove(batches, at: time)
    refused.add(1, at: now)
    switch excess {
    case .rate:
      noteRefused(batches, sent: time, now)
    case .rise where now > lastRise + 0.5:
      (boldness, lastRise, lastRefusal) = (max(boldness * 0.7, 0.05), now, now)
    case .rise, .requests:
      lastRefusal = now
    }
    step(now)
  }

  private mutating func noteRefused(_ batches: Int, sent time: Double, _ now: Double) {
    let wasBelieved = told.isBelieved
    guard
      told.noteRefused(
        lost: refused.flow(1, until: now), taken: accepted.flow(1, until: now))
    else { return }
    if wasBelieved, !told.isBelieved { guess = LimitGuess() }
    (isAnswered, lastRefusal) = (true, now)
    if told.isBelieved, now > lastCut + 0.5 {
      (rate, lastCut) = (Self.bounded(rate * (1 - Self.cut)), now)
      margin = min(margin + Self.margins.step, Self.margins.most)
    }
    // Where nothing at all is let in no limit shows, nor in a request that is far fuller than others.
    let isUsual =
      Double(batches) * accepted.flow(1, until: now) <= 3 * sent.flow(1, until: now)
    guard isAlive, isUsual else { return }
    guess.readRefused(batches, sent: time, sent)
    isAlive = false
  }

  private mutating func step(_ now: Double) {
    guard let last = lastStep else {
      (lastStep, begin) = (now, now)
      return
    }
    let elapsed = min(now - last, 1)
    guard elapsed >= Self.interval else { return }
    lastStep = now
    guard isAnswered else { return }
    isAnswered = false
    boldness = min(1, boldness * (1 + 0.02 * elapsed))
    margin = max(0, margin - Self.margins.wear * elapsed)
    let guessed = guess.limit(elapsed)
    if !told.isBelieved || told.isFull { limit = guessed ?? limit }
    let goal = guessed.map { (Self.target - margin) / 100 * $0 }
    if sent.flow(1, until: now) < rate / 2, now > max(lastRefusal, begin) + 1 {
      // Who waits for input must not save up for a burst.
      rate = Self.bounded(max(min(rate, Self.first), rate * (1 - 0.3 * elapsed)))
      return
    }
    let isClaiming = now < claimsUntil && now > lastRefusal + Self.claim.pause
    if isClaiming, told.isBelieved, told.isFull, let percentage {
      rate *= exp(Self.claim.growth * max(0, min(1, (100 - percentage) / 2)) * elapsed)
    } else {
      move(to: goal, elapsed, now)
    }
    rate = Self.bounded(rate)
    memory = rate
  }

  private mutating func move(to goal: Double?, _ elapsed: Double, _ now: Double) {
    let most = rate * exp(Self.growth * boldness * elapsed)
    if goal ?? .infinity > rate, now < begin + Self.look { return }
    guard let goal else {
      // Nothing was told or refused yet.
      if now > lastRefusal + Self.claim.pause { rate = most }
      return
    }
    // Before the window is full the limit is only guessed, too low.
    if goal < rate, told.isBelieved, !told.isFull { return }
    rate = min(rate + (goal - rate) * elapsed, most)
    if !told.isBelieved {
      let calm = min(now - lastRefusal, 60)
      guess.rise(exp(Self.feeler * (1 + calm * calm / 100) * elapsed))
    }
  }
}
