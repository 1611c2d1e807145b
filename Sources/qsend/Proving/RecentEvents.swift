/// The last accepted events, each with the id it was accepted under: in two generations, of
/// which the older is forgotten when the younger is full.
struct RecentEvents {
  private let generation: Int
  private var young: [UInt64: UInt64]
  private var old: [UInt64: UInt64]

  /// - Parameter generation: how many events one holds.
  init(generation: Int = 700_000) {
    self.generation = generation
    // As large as they get from the start: to grow takes the memory of both sizes for a while.
    young = Dictionary(minimumCapacity: generation)
    old = Dictionary(minimumCapacity: generation)
  }

  /// Notes that an event was accepted.
  ///
  /// - Returns: whether it was before, under another id.
  mutating func note(_ event: UInt64, _ request: UInt64) -> Bool {
    if let before = young[event] ?? old[event] { return before != request }
    if young.count == generation {
      swap(&young, &old)
      young.removeAll(keepingCapacity: true)
    }
    young[event] = request
    return false
  }
}
