import PipeCommon

/// Which record is settled, and how: the one owner of order. Records leave in input order.
///
/// Refusals are held back until something is accepted after them: if a hundred batches in a row are
/// all refused, the fault may not be in the batches, and then none of them must be settled by it.
struct Ledger: ~Copyable {
  /// Records that may be open at a time.
  static let openLimit = 10_000
  private static let byteLimit = 32 << 20

  /// Records not yet settled, oldest first, from `first` on.
  private var entries: [LedgerEntry?] = []
  private var first = 0
  private var settledEntries = 0
  private var openBytes = 0
  /// Whether something was accepted since the last refusal.
  private var isProven = false
  /// Whether a systemic fault was declared: an acceptance that comes late changes nothing any more.
  private var isFrozen = false
  private let isForced: Bool

  /// - Parameter force: whether refusals count whatever comes after them.
  init(force: Bool) { isForced = force }

  /// The number of the next entry.
  var nextSequence: Int { settledEntries + entries.count - first }

  /// How many records are open.
  var open: Int { entries.count - first }

  /// How many of them the server has taken something of: they wait for others before them.
  var openButTaken: Int {
    entries[first...].lazy.compactMap { $0 }.count { entry in
      entry.receipts.contains { $0.status == .accepted }
    }
  }

  var isFull: Bool { open >= Self.openLimit || openBytes >= Self.byteLimit }

  /// Everything is refused, so that going on would refuse an export. Then it stays so.
  mutating func declareSystemicFault() {
    isFrozen = true
    isProven = false
  }

  mutating func enter(_ entry: LedgerEntry) {
    entries.append(entry)
    openBytes += entry.footprint
  }

  /// Enters what became of a batch.
  mutating func settle(_ outcome: Outcome) {
    isProven = outcome.status == .accepted && !isFrozen
    let batch = outcome.batch
    if batch.members.isEmpty {
      settle(outcome, batch.sequence, part: batch.part)
    }
    for (place, member) in batch.members.enumerated() where member.sequence >= settledEntries {
      settle(outcome, member.sequence, part: member.part, place: place)
    }
  }

  private mutating func settle(
    _ outcome: Outcome, _ sequence: Int, part: Int, place: Int = 0
  ) {
    entries[first + sequence - settledEntries]?.settle(outcome, part: part, place: place)
  }

  /// Lets refusals count: something was accepted, or there is nothing left that could be.
  mutating func openGate() {
    if !isFrozen { isProven = true }
  }

  /// Takes the next record that has its turn.
  ///
  /// An entry of which some part is open stays, and so do all behind it: what is settled is a
  /// prefix of the input.
  ///
  /// - Parameter passingOverOpen: whether what is open never will be settled, and no journal counts
  ///   on the order, so that records behind it may leave.
  mutating func next(passingOverOpen: Bool) -> LedgerEntry? {
    while first < entries.count, let isSettled = entries[first]?.isSettled {
      let isReady = isSettled && (isForced || isProven || entries[first]?.worst != .rejected)
      guard isReady || passingOverOpen, let entry = entries[first].take() else { return nil }
      first += 1
      settledEntries += 1
      openBytes -= entry.footprint
      if first > 1024, first * 2 > entries.count {
        entries.removeSubrange(..<first)
        first = 0
      }
      if isReady { return entry }
    }
    return nil
  }
}
