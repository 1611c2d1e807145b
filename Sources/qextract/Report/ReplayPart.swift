import PipeCommon

/// Batches that were quarantined within one step of time, and until when they can be replayed.
struct ReplayPart: TimelineContent {
  private(set) var batches = 0
  private(set) var events = 0
  /// When the first of them was quarantined.
  private(set) var first: Timestamp?
  /// The newest blocked event of the batch in which that is oldest.
  private(set) var oldest: Timestamp?

  init() {}

  init(events: Int, quarantined: Timestamp, newest: Timestamp?) {
    batches = 1
    self.events = events
    first = quarantined
    oldest = newest
  }

  /// Until when all of them are young enough for the tools behind mParticle.
  var replayUntil: Timestamp? { first?.adding(days: ReportCounts.replayWindow) }

  /// From when on the first of them belongs on the historical endpoint.
  var historicalFrom: Timestamp? { oldest?.adding(days: ReportCounts.historicalAge) }

  mutating func add(_ other: ReplayPart) {
    batches += other.batches
    events += other.events
    first = Self.earlier(first, other.first)
    oldest = Self.earlier(oldest, other.oldest)
  }

  private static func earlier(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }
}
