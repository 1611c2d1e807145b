/// The members of a wide object by their names, made where many names are looked for in it: comparing
/// each name with each key would take names times keys.
///
/// It holds no keys but their hashes, sorted, and so little beside the object itself. Members that are
/// removed later stay in it and are passed over; where one is renamed it is made anew.
struct MemberIndex {
  /// How many lookups, each of which walks along the members, come before an index is made.
  static let patience: UInt8 = 16
  /// A narrower object needs none.
  static let smallest: Int32 = 32

  private var entries: [(hash: UInt32, node: Int32)]
  /// How many removed members were passed over so far.
  private var passedOver = 0

  /// - Parameter members: in the order of the text.
  init(_ members: [Int], key: (Int) -> [UInt8]) {
    entries = members.map { (Self.hash(key($0)), Int32($0)) }
    entries.sort { ($0.hash, $0.node) < ($1.hash, $1.node) }
  }

  /// Whether so many were passed over that a new index is worth its making.
  var isWorn: Bool { passedOver > entries.count }

  mutating func note(passedOver count: Int) { passedOver += count }

  /// Adds a member that stands behind all others.
  mutating func append(_ member: Int, key: [UInt8]) {
    let hash = Self.hash(key)
    entries.insert((hash, Int32(member)), at: end(of: hash))
  }

  /// Where the entries end that have this hash, or a lower one.
  private func end(of hash: UInt32) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash <= hash { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Visits the members that may have this name, the last first, as long as `body` wants more.
  func forEachCandidate(_ name: [UInt8], _ body: (Int) -> Bool) {
    let hash = Self.hash(name)
    var low = end(of: hash)
    while low > 0, entries[low - 1].hash == hash {
      low -= 1
      if !body(Int(entries[low].node)) { return }
    }
  }

  /// Of a kind that nobody can foresee: chosen keys cannot all have one hash.
  private static func hash(_ key: [UInt8]) -> UInt32 { UInt32(truncatingIfNeeded: key.hashValue) }
}
