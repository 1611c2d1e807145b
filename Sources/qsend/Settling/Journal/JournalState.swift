import PipeCommon

/// What a journal remembers.
struct JournalState: Equatable {
  /// Input records that are settled, from the first on.
  var records = 0
  /// What they were.
  var digest = InputDigest().text
  /// Which events are old, for all runs alike.
  let historicalBefore: Timestamp
  /// When the first run began.
  let started: Timestamp
  /// Of all runs together.
  var totals = JournalTotals()
  /// What the server makes of each kind of doubt.
  var doubts: [Doubt] = []
  /// Where receipts and rejects ended at the last step, as far as they are regular files.
  var receipts: FileMark?
  var rejects: FileMark?
  /// How many batches may have been taken by the server although they are not settled; 0 after an
  /// orderly end.
  var underWay = 0
  /// Batches that were accepted, one for each path at most.
  var witnesses: [Witness] = []
  /// Which records share batches.
  var joining = JoiningMemory()
  /// The pace that was found last, in batches a second.
  var pace: Int?

  /// What is known of a kind of doubt.
  struct Doubt: Equatable {
    let kind: String
    let entry: DoubtBook.Entry
    /// Whether batches with it may go where nobody can be asked about them.
    var isTrusted = false
  }

  /// The kinds of doubt by their numbers, as this run is to take them.
  ///
  /// What a run learns must not change what an earlier one may have sent: that would have another id.
  /// So it holds from the next run on that finds nothing under way.
  var doubtsAtStart: [Doubt] {
    if underWay > 0 { return doubts }
    return doubts.map { Doubt(kind: $0.kind, entry: $0.entry, isTrusted: $0.entry.isSettled) }
  }

  /// How long the server remembers ids at least, in days.
  static let deduplicationWindow = 30

  /// Whether batches may be taken twice if they are sent again.
  func isStale(now: Timestamp) -> Bool {
    started < now.subtracting(days: Self.deduplicationWindow)
  }
}

/// Counts of all runs together.
struct JournalTotals: Equatable {
  var counts = LedgerCounts()
  var requests = 0
  var retries = 0
  var throttled = 0

  /// Each count under the name that it has in a journal and in a summary.
  static let fields: [(name: String, count: any WritableKeyPath<JournalTotals, Int> & Sendable)] = [
    ("accepted", \.counts.accepted), ("rejected", \.counts.rejected),
    ("invalid", \.counts.invalid), ("batches", \.counts.batches), ("events", \.counts.events),
    ("historical", \.counts.historical), ("requests", \.requests), ("retries", \.retries),
    ("throttled", \.throttled),
  ]

  /// The counts as members.
  var members: [(String, PlainJSON)] {
    Self.fields.map { ($0.name, .count(self[keyPath: $0.count])) }
  }
}
