import PipeCommon

/// When a run that nobody watches says how far it is: after 1, 10 and 60 minutes, then hourly, and
/// whenever something changes that a person would want to know. Seconds of one clock.
struct SendingLog {
  /// How it goes at a time.
  struct State {
    var requests = 0
    /// Requests refused because they were too many.
    var throttled = 0
    /// Seconds without any answer but errors.
    var failing = 0.0
    /// The limit that was found, in batches a second.
    var limit: Int?
  }

  /// The state is looked at so often.
  private static let interval = 10.0
  /// The share of requests that is refused where refusals are more than a pace feeling its way.
  private static let manyRefused = 0.05
  /// So long without is the end of them.
  private static let calm = 60.0
  /// So long without an answer, the server is away.
  private static let away = 30.0
  /// By this factor the limit has to change; what is found in the first minute is no change.
  private static let move = 1.25
  private static let settled = 60.0

  private let every: Double?
  private var due: Double
  private var lastLook = 0.0
  private var last = State()
  private var refusedAt: Double?
  private var isAway = false
  private var known: Int?
  /// A change has to last for two looks.
  private var moved = 0

  /// - Parameter every: seconds from line to line; 0 for none at all, `nil` for ever fewer of them.
  init(every: Int?) {
    self.every = every.map(Double.init)
    due = self.every.map { $0 > 0 ? $0 : .infinity } ?? 60
  }

  /// Whether it is time to say how far it is.
  mutating func isDue(_ now: Double) -> Bool {
    guard now >= due else { return false }
    while due <= now {
      due = every.map { due + $0 } ?? (due < 600 ? 600 : due < 3600 ? 3600 : due + 3600)
    }
    return true
  }

  /// What has changed since the last look.
  mutating func news(_ state: State, _ now: Double) -> [String] {
    guard due < .infinity, now >= lastLook + Self.interval else { return [] }
    let news = [refusals(state, now), absence(state), limit(state, now)].compactMap { $0 }
    (last, lastLook) = (state, now)
    return news
  }

  private mutating func refusals(_ state: State, _ now: Double) -> String? {
    let refused = state.throttled - last.throttled
    let share = Double(refused) / Double(max(state.requests - last.requests, 1))
    if share > Self.manyRefused {
      defer { refusedAt = now }
      return refusedAt == nil
        ? "the server refuses \(Int(clamping: share * 100)) % of the requests as too many" : nil
    }
    guard let since = refusedAt, now - since >= Self.calm else { return nil }
    refusedAt = nil
    return "the server refuses hardly any requests any more"
  }

  private mutating func absence(_ state: State) -> String? {
    guard state.failing >= Self.away || isAway && state.failing == 0 else { return nil }
    defer { isAway = state.failing > 0 }
    if isAway != (state.failing > 0) {
      return isAway
        ? "the server is back"
        : "nothing but errors for \(Int(clamping: state.failing).asTime); trying on"
    }
    return nil
  }

  private mutating func limit(_ state: State, _ now: Double) -> String? {
    guard now >= Self.settled, let found = state.limit else { return nil }
    guard let known else {
      self.known = found
      return nil
    }
    let factor = Double(max(found, 1)) / Double(max(known, 1))
    moved = factor > Self.move || factor < 1 / Self.move ? moved + 1 : 0
    guard moved > 1 else { return nil }
    (self.known, moved) = (found, 0)
    return "the limit has moved: \(found.counted("batch")) a second, not \(known.grouped)"
  }
}
