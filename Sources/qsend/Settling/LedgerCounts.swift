/// How many records ended how.
struct LedgerCounts: Equatable {
  var accepted = 0
  var rejected = 0
  var invalid = 0
  var wouldSend = 0
  /// Wire batches that were accepted, or would be sent.
  var batches = 0
  /// Events in them.
  var events = 0
  /// Batches of them that went to the historical endpoint.
  var historical = 0
  /// Records of this run that share a batch, and how many batches that has saved.
  var joined = 0
  var saved = 0
  /// Records of this run that were sent already, and not again.
  var copies = 0

  /// Records that are settled.
  var settled: Int { accepted + rejected + invalid + wouldSend }

  /// Adds another run's counts, of what each has settled itself.
  static func += (sum: inout LedgerCounts, other: LedgerCounts) {
    sum.accepted += other.accepted
    sum.rejected += other.rejected
    sum.invalid += other.invalid
    sum.batches += other.batches
    sum.events += other.events
    sum.historical += other.historical
  }

  mutating func add(_ entry: LedgerEntry) {
    switch entry.worst {
    case .accepted: accepted += entry.records
    case .rejected: rejected += entry.records
    case .invalid: invalid += entry.records
    case .wouldSend: wouldSend += entry.records
    }
    for receipt in entry.receipts where receipt.status == .accepted || receipt.status == .wouldSend
    {
      if receipt.share == .copy {
        copies += 1
        continue
      }
      events += receipt.events.count
      if receipt.joined > 1 { joined += entry.records }
      if receipt.share == .further {
        saved += 1
        continue
      }
      saved += entry.records - 1
      batches += 1
      if receipt.endpoint == .historical { historical += 1 }
    }
  }
}
