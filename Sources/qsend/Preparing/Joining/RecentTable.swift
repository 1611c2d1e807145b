/// What was last noted of keys, in bounded memory: in generations, of which the oldest is forgotten
/// when the youngest is full.
struct RecentTable<Value: BitwiseCopyable> {
  private let generation: Int
  /// The youngest first.
  private var generations: [[UInt64: Value]]

  /// Remembers all generations but the one that is filling: a million keys, if nothing else is said.
  ///
  /// - Parameter generation: how many keys one holds; a little under three quarters of a power of two
  ///   wastes least.
  init(generation: Int = 390_000, count: Int = 4) {
    self.generation = generation
    generations = Array(repeating: [:], count: count)
  }

  /// Notes a key's value, unless there is one.
  ///
  /// - Returns: the one that there is.
  mutating func note(_ key: UInt64, _ value: Value) -> Value? {
    for known in generations {
      if let before = known[key] { return before }
    }
    if generations[0].count >= generation {
      generations.insert(generations.removeLast(), at: 0)
      generations[0].removeAll(keepingCapacity: true)
    }
    generations[0][key] = value
    return nil
  }
}
