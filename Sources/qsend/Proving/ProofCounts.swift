import PipeCommon

/// How many events, or records, there were, and what became of them.
struct ProofCounts: TimelineContent {
  private(set) var all = 0
  /// Those that the block metadata lists.
  private(set) var blocked = 0
  private var fates = [Int](repeating: 0, count: Fate.allCases.count)

  subscript(fate: Fate) -> Int { fates[fate.rawValue] }

  /// Those that were not accepted under exactly one id.
  var open: Int { all - self[.accepted] }

  mutating func add(_ other: ProofCounts) {
    all += other.all
    blocked += other.blocked
    for fate in Fate.allCases { fates[fate.rawValue] += other[fate] }
  }

  /// Those that are not among others.
  func without(_ others: ProofCounts) -> ProofCounts {
    var rest = self
    rest.all -= others.all
    rest.blocked -= others.blocked
    for fate in Fate.allCases { rest.fates[fate.rawValue] -= others[fate] }
    return rest
  }

  mutating func note(_ fate: Fate, isBlocked: Bool) {
    all += 1
    if isBlocked { blocked += 1 }
    fates[fate.rawValue] += 1
  }

  /// What people and programs get to see of it.
  var columns: [(name: String, count: Int)] {
    [("count", all), ("blocked", blocked)] + Fate.allCases.map { ($0.name, self[$0]) }
  }
}
