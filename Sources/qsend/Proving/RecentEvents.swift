/// The last million accepted events, each with the id it was accepted under: in two generations, of
/// which the older is forgotten when the younger is full.
struct RecentEvents {
  private static let generation = 700_000

  private var young: [UInt64: UInt64] = [:]
  private var old: [UInt64: UInt64] = [:]

  /// Notes that an event was accepted.
  ///
  /// - Returns: whether it was before, under another id.
  mutating func note(_ event: UInt64, _ request: UInt64) -> Bool {
    if let before = young[event] ?? old[event] { return before != request }
    if young.count == Self.generation {
      swap(&young, &old)
      young.removeAll(keepingCapacity: true)
    }
    young[event] = request
    return false
  }
}
