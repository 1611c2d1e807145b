/// The two limits of an account: how many batches a second, and how quickly that may rise.
///
/// Both look at what was admitted lately, not at seconds of a calendar: a sender cannot fit a burst
/// between the end of one second and the beginning of the next.
struct RateLimits {
  enum Limit: String {
    case speed = "org"
    case acceleration
  }

  enum Verdict: Equatable {
    /// With the use, in percent, of the limit that is used most.
    case admitted(percentageUsed: Int)
    case exceeded(Limit)
  }

  private let schedule: RateSchedule
  private let window: Double
  private let acceleration: Int?
  private var inWindow: SlidingCount
  private var inLastSecond = SlidingCount(length: 1)
  private var inLastTwo = SlidingCount(length: 2)

  init(_ settings: StandInSettings) {
    schedule = settings.schedule
    window = settings.window
    acceleration = settings.acceleration
    inWindow = SlidingCount(length: settings.window)
  }

  /// Lets a request in, or says what it exceeds; then none of its batches counts.
  ///
  /// - Parameter now: seconds since the first request.
  mutating func admit(_ batches: Int, at now: Double) -> Verdict {
    // The answer of an account that is hardly used.
    var used = 1
    if let rate = schedule.rate(at: now) {
      let most = Double(rate) * window
      let count = Double(inWindow.total(at: now) + batches)
      guard count <= most else { return .exceeded(.speed) }
      used = max(used, Int(count * 100 / most))
    }
    if let acceleration {
      let last = inLastSecond.total(at: now)
      let before = inLastTwo.total(at: now) - last
      // Who starts comes from nothing: the allowed rise is then the rate itself.
      let rise = last + batches - before
      guard rise <= acceleration else { return .exceeded(.acceleration) }
      used = max(used, rise * 100 / acceleration)
    }
    inWindow.add(batches, at: now)
    inLastSecond.add(batches, at: now)
    inLastTwo.add(batches, at: now)
    return .admitted(percentageUsed: used)
  }
}
