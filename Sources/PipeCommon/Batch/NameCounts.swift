/// How often names occurred, in memory that does not grow with their number.
///
/// Counts are exact while the names fit. After that the rarer half is dropped whenever they do not
/// (the space-saving idea, a half at a time): `floor` is then the most that any dropped name can
/// have had, and a name that comes (back) starts from there. So a count is at most `error` too
/// high, never too low, and every name that occurred more than `floor` times is there.
package struct NameCounts {
  /// A name and what was counted with it.
  package struct Entry {
    /// Decoded, and cut if it was very long; `nil` stands for no name at all.
    package let name: [UInt8]?
    package fileprivate(set) var count = 0
    /// By how much `count` may be too high.
    package fileprivate(set) var error = 0
    /// A second count, of what goes with the name.
    package fileprivate(set) var also = 0
    package fileprivate(set) var first: Timestamp?
    package fileprivate(set) var last: Timestamp?
    /// When it occurred, where that is kept, since it was last dropped: `count` less `error` times,
    /// less those without a time.
    package fileprivate(set) var timeline = Timeline<Int>()

    fileprivate init(_ name: [UInt8]?) { self.name = name }

    fileprivate mutating func note(
      _ count: Int, _ also: Int, _ time: ClosedRange<Timestamp>?, _ isTimed: Bool
    ) {
      self.count += count
      self.also += also
      guard let time else { return }
      first = min(first ?? time.lowerBound, time.lowerBound)
      last = max(last ?? time.upperBound, time.upperBound)
      if isTimed { timeline.add(count, at: time.upperBound) }
    }
  }

  /// How many names, and bytes of names, are kept at most; the tests make it small.
  private let nameLimit: Int
  private let byteLimit: Int
  /// Whether each name has a timeline.
  private let isTimed: Bool
  /// A longer name is cut, and its hash put in place of the rest.
  private static let longestName = 1024

  private var entries: [[UInt8]?: Entry] = [:]
  private var bytes = 0
  private var distinctNames = DistinctCount()
  /// The most that a name which is not here can have occurred.
  package private(set) var floor = 0

  /// - Parameters:
  ///   - nameLimit: how many names are kept.
  ///   - byteLimit: how many bytes of names.
  ///   - isTimed: whether each name has a timeline.
  package init(nameLimit: Int = 10_000, byteLimit: Int = 1 << 20, isTimed: Bool = false) {
    self.nameLimit = nameLimit
    self.byteLimit = byteLimit
    self.isTimed = isTimed
  }

  /// Whether some counts are too high and some names are missing.
  package var isApproximate: Bool { floor > 0 }

  /// How many different names there were; estimated where that many do not fit.
  package var distinct: Int { isApproximate ? distinctNames.count : entries.count }

  /// Whether nothing was counted.
  package var isEmpty: Bool { entries.isEmpty }

  /// Counts a name.
  ///
  /// - Parameters:
  ///   - name: decoded; `nil` for none.
  ///   - also: what is added to the second count.
  ///   - time: from when until when that was.
  package mutating func add(
    _ name: [UInt8]?, _ count: Int = 1, also: Int = 0, at time: ClosedRange<Timestamp>? = nil
  ) {
    let key = name.map(Self.shortened)
    if entries[key]?.note(count, also, time, isTimed) != nil { return }
    var entry = Entry(key)
    entry.count = floor
    entry.error = floor
    entry.note(count, also, time, isTimed)
    entries[key] = entry
    bytes += key?.count ?? 0
    var hash = ByteHash()
    let text = key ?? []
    hash.combine(text.span)
    distinctNames.insert(hash: hash.value)
    if entries.count > nameLimit || bytes > byteLimit { prune() }
  }

  /// The names by count, then name; no name comes before all others.
  package var ranked: [Entry] {
    entries.values.sorted { one, other in
      if one.count != other.count { return one.count > other.count }
      guard let name = one.name else { return other.name != nil }
      return other.name.map { name.lexicographicallyPrecedes($0) } ?? false
    }
  }

  /// Whether a name surely occurred more often than any that is not here.
  package func isSure(_ entry: Entry) -> Bool {
    !isApproximate || entry.count - entry.error > floor
  }

  /// Drops the rarer half.
  private mutating func prune() {
    let ranked = ranked
    var kept = 0
    var keptBytes = 0
    while kept < ranked.count, kept < nameLimit / 2 {
      let length = ranked[kept].name?.count ?? 0
      guard keptBytes + length <= byteLimit / 2 else { break }
      keptBytes += length
      kept += 1
    }
    for entry in ranked[kept...] {
      floor = max(floor, entry.count)
      entries[entry.name] = nil
    }
    bytes = keptBytes
  }

  private static func shortened(_ name: [UInt8]) -> [UInt8] {
    guard name.count > longestName else { return name }
    var hash = ByteHash()
    hash.combine(name.span)
    var end = longestName
    // Not in the middle of a character.
    while name[end] & 0xC0 == 0x80 { end -= 1 }
    return name[..<end] + Array("…\(String(hash.value, radix: 16))".utf8)
  }
}
