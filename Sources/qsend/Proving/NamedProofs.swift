/// What became of the events of each name; of so many names, the others are one.
struct NamedProofs {
  private static let nameLimit = 10_000
  private static let longestName = 1024

  private(set) var counts: [[UInt8]?: ProofCounts] = [:]
  private(set) var others = ProofCounts()

  mutating func note(_ fate: Fate, of event: ReplayedRecord.Event) {
    if counts[event.name]?.note(fate, isBlocked: event.isBlocked) != nil { return }
    guard counts.count < Self.nameLimit, event.name?.count ?? 0 <= Self.longestName else {
      return others.note(fate, isBlocked: event.isBlocked)
    }
    var first = ProofCounts()
    first.note(fate, isBlocked: event.isBlocked)
    counts[event.name] = first
  }

  /// Those first of which something is open, then by number, then by name; no name before all others.
  var ranked: [(name: [UInt8]?, counts: ProofCounts)] {
    counts.map { ($0.key, $0.value) }.sorted { one, other in
      if one.counts.open != other.counts.open { return one.counts.open > other.counts.open }
      if one.counts.all != other.counts.all { return one.counts.all > other.counts.all }
      guard let name = one.name else { return other.name != nil }
      return other.name.map { name.lexicographicallyPrecedes($0) } ?? false
    }
  }
}
