import PipeCommon

/// Finds the account's limit and holds it, from the percentage that acceptances carry and from
/// refusals; nothing has to be tuned. Times are seconds of one clock.
///
/// **Percentages** name the limit (`LimitGuess`), and within a second the rate comes near
///
///     goal = (98.5 % − margin) × limit
///
/// but grows by no more than a factor of 2 a second, less after refusals for acceleration. The margin
/// is what refusals in spite of it have taught, half a percent each, and wears off.
///
/// **Refusals** take from the rate at once, 1.5 %, or the share refused while they go on. A percentage
/// that did not announce them, or is the same whatever is sent, is about something else and not
/// believed. Then the rate returns to what was accepted last, and feels its way from there: up by a
/// tenth of a percent a second, and faster the longer nothing is refused.
///
/// **Others.** Who comes to a full account claims a share: it grows on between 98 and 100 %, and the
/// others, who see more than their goal, give way. Who begin together look around before they grow,
/// and so grow alike.
struct FoundPace {
  /// Percent of the limit to hold, and the most that is left free beyond.
  private static let target = 98.5
  private static let margins = (step: 0.5, most: 4.0, wear: 0.01)
  /// Batches a second to begin with, and to end with.
  private static let first = 50.0
  private static let slowest = 1.0
  /// How often the rate is set, in seconds, and for how long a refusal stops it.
  private static let interval = 0.2
  private static let pause = 0.3
  /// Seconds before the first growth.
  private static let look = 2.0
  /// By how much the rate may grow in a second, as a power of e: towards a goal, in search of a first
  /// refusal, after it, and as a newcomer, for so many seconds.
  private static let growth = (goal: 0.7, search: 0.5, feeler: 0.001, claim: 0.1)
  private static let claimTime = 60.0
  /// What a refusal takes of the rate; and what all of a row leave, so that a limit that was halved is
  /// not the end of all sending.
  private static let cuts = 0.015...0.3
  private static let rest = 0.45

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
  /// The latest percentage, for people.
  private(set) var percentage: Double?

  private var sent = SentLog(span: LimitGuess.longest + 2)
  private var guess = LimitGuess()
  private var begin = 0.0
  private var lastStep: Double?
  private var isAnswered = false
  /// The highest percentage since the last step.
  private var use: Double?
  /// Whether refusals came that the percentage had not announced.
  private var isUnrelated = false
  /// A percentage that stays the same, and what was sent when it began to.
  private var frozen: (percentage: Double, flow: Double)?
  private var claimsUntil = 0.0

  private var lastRefusal = -Double.infinity
  private var lastRise = -Double.infinity
  /// How fast growth may be; refusals for acceleration take some of it.
  private var boldness = 1.0
  private var margin = 0.0
  /// When the rate was cut last, what was accepted before, and the rate before the first of a row.
  private var cut: (time: Double, flow: Double, from: Double)?
  private var sinceCut = (answers: 0, refusals: 0)

  /// - Parameter memory: the pace that an earlier run has found, in batches a second.
  init(memory: Double? = nil) {
    if let memory { rate = max(memory, Self.slowest) }
  }

  /// Whether the account's limit may be near, by all that the server says.
  var isNearLimit: Bool { (percentage ?? 100) >= 60 || isUnrelated }

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
    isAnswered = true
    sinceCut.answers += 1
    if let percentage, percentage.isFinite { read(min(max(percentage, 0), 1000), sent: time, now) }
    step(now)
  }

  mutating func noteRefused(_ batches: Int, _ excess: Excess, sent time: Double, now: Double) {
    sent.remove(batches, at: time)
    lastRefusal = now
    sinceCut.answers += 1
    sinceCut.refusals += 1
    // What was on its way already says nothing new, so one refusal counts for half a second.
    switch excess {
    case .rate:
      if !isNearLimit { isUnrelated = true }
      if now > (cut?.time ?? -.infinity) + 0.5 { shrink(now) }
    case .rise where now > lastRise + 0.5:
      (boldness, lastRise) = (max(boldness * 0.7, 0.05), now)
    case .rise, .requests:
      break
    }
    step(now)
  }

  private mutating func shrink(_ now: Double) {
    let isFirst = now > (cut?.time ?? -.infinity) + 3
    let from = isFirst ? rate : cut?.from ?? rate
    let share = isFirst ? 0 : Double(sinceCut.refusals) / Double(sinceCut.answers)
    let part = min(max(share, Self.cuts.lowerBound), Self.cuts.upperBound)
    rate = max(rate * (1 - part), min(rate, from * Self.rest), Self.slowest)
    // Who still grows has learned nothing about the limit.
    if isFirst, !isUnrelated, sent.flow(2, until: now) > rate * 0.9 {
      margin = min(margin + Self.margins.step, Self.margins.most)
    }
    cut = (now, sent.flow(LimitGuess.longest, until: now), from)
    sinceCut = (0, 0)
  }

  private mutating func read(_ percentage: Double, sent time: Double, _ now: Double) {
    if self.percentage == nil, percentage >= 50 { claimsUntil = now + Self.claimTime }
    if percentage >= 90 { isUnrelated = false }
    if frozen?.percentage != percentage {
      frozen = (percentage, sent.flow(LimitGuess.longest, until: time))
    }
    self.percentage = percentage
    // Whole percentages are rounded down.
    let use = percentage + (percentage == percentage.rounded() ? 0.5 : 0)
    self.use = max(self.use ?? 0, use)
    guess.read(use, sent: time, sent)
  }

  /// Whether the percentage is the same whatever is sent.
  private func isFrozen(_ now: Double) -> Bool {
    guard let frozen, frozen.percentage >= 50, frozen.flow > 0 else { return false }
    return abs(log(sent.flow(LimitGuess.longest, until: now) / frozen.flow)) > 0.2
  }

  private mutating func step(_ now: Double) {
    guard let last = lastStep else {
      lastStep = now
      return
    }
    let elapsed = min(now - last, 1)
    guard elapsed >= Self.interval else { return }
    lastStep = now
    guard isAnswered else { return }
    boldness = min(1, boldness * (1 + 0.02 * elapsed))
    margin = max(0, margin - Self.margins.wear * elapsed)
    let limit = guess.limit(elapsed)
    if sent.flow(1, until: now) < rate / 2, now > max(lastRefusal, begin) + 1 {
      // Who waits for input must not save up for a burst.
      rate = max(min(rate, Self.first), rate * (1 - 0.3 * elapsed))
    } else if now > lastRefusal + Self.pause {
      if let limit, let use, !isUnrelated, !isFrozen(now) {
        approach((Self.target - margin) / 100 * limit, use, elapsed, now)
      } else {
        feel(elapsed, calm: now - lastRefusal)
      }
      memory = rate
    }
    rate = max(rate, Self.slowest)
    (isAnswered, use) = (false, nil)
  }

  private mutating func approach(_ goal: Double, _ use: Double, _ elapsed: Double, _ now: Double) {
    if now < claimsUntil, use > 90 {
      rate *= exp(Self.growth.claim * max(0, min(1, (100 - use) / 2)) * elapsed)
    } else if goal > rate, now > begin + Self.look {
      rate = min(rate + (goal - rate) * elapsed, rate * exp(Self.growth.goal * boldness * elapsed))
    } else if use > 90 {
      // Before that the window fills, and the limit is only guessed.
      rate += (goal - rate) * elapsed
    }
  }

  private mutating func feel(_ elapsed: Double, calm: Double) {
    guard let cut else {
      rate *= exp(Self.growth.search * boldness * elapsed)
      return
    }
    rate *= exp(Self.growth.feeler * (1 + calm * calm / 100) * elapsed)
    if calm > 1, rate < 0.98 * cut.flow { rate += (0.98 * cut.flow - rate) * 0.3 * elapsed }
  }
}
