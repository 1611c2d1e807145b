/// The ids of blocked events, to be compared by their text: `"7"` and `7` are the same id.
///
/// Nearly all ids are 64-bit integers and are kept as such, sorted; whatever else a string may hold
/// is kept as text. Both serve lists of any length without comparing each with each.
package struct BlockedIDs {
  private var integers: [Int64] = []
  /// How many there may be before those that are the same are looked for.
  private var limit = Self.firstLimit
  private static let firstLimit = 4096
  private var isMatched: [Bool] = []
  private var texts: [[UInt8]: Bool] = [:]

  package init() {}

  /// How many different ids there are.
  package var count: Int { integers.count + texts.count }

  /// How many of them no event had.
  package var unmatched: Int {
    isMatched.count { !$0 } + texts.values.count { !$0 }
  }

  /// Forgets all ids, and keeps the storage.
  package mutating func clear() {
    integers.removeAll(keepingCapacity: true)
    limit = Self.firstLimit
    isMatched.removeAll(keepingCapacity: true)
    if !texts.isEmpty { texts.removeAll(keepingCapacity: true) }
  }

  /// Adds an id: a string's decoded text or an integer's digits.
  mutating func insert(_ text: Span<UInt8>) {
    if let integer = Self.integer(text) {
      integers.append(integer)
      if integers.count == limit {
        sort()
        limit = max(limit, integers.count * 2)
      }
    } else {
      texts[Array(copying: text)] = false
    }
  }

  /// Makes the ids ready for comparing.
  mutating func finish() {
    sort()
    isMatched.append(contentsOf: repeatElement(false, count: integers.count))
  }

  /// Sorts the integers, and keeps one of each: a list takes as much room as it has different ids.
  private mutating func sort() {
    integers.sort()
    var kept = 0
    for place in integers.indices where place == 0 || integers[place] != integers[kept - 1] {
      integers[kept] = integers[place]
      kept += 1
    }
    integers.removeSubrange(kept...)
  }

  /// Whether an id is blocked; notes that an event has it.
  package mutating func matches(_ text: Span<UInt8>) -> Bool {
    if count == 0 { return false }
    guard let integer = Self.integer(text) else {
      return !texts.isEmpty && texts.updateValue(true, forKeyIfPresent: Array(copying: text))
    }
    var low = 0
    var high = integers.count
    while low < high {
      let middle = (low + high) / 2
      if integers[middle] < integer { low = middle + 1 } else { high = middle }
    }
    guard low < integers.count, integers[low] == integer else { return false }
    isMatched[low] = true
    return true
  }

  /// The value of an id whose text is the only spelling of it, which `-0` is not.
  private static func integer(_ text: Span<UInt8>) -> Int64? {
    text == "-0" ? nil : JSONInteger.value(text)
  }
}

extension [[UInt8]: Bool] {
  fileprivate mutating func updateValue(_ value: Bool, forKeyIfPresent key: [UInt8]) -> Bool {
    guard let index = index(forKey: key) else { return false }
    values[index] = value
    return true
  }
}

extension JSONView {
  /// The text by which an id is compared: a string's, or an integer's digits; `nil` if it is none.
  public func withIDText<Result>(_ node: JSONNode, _ body: (Span<UInt8>) -> Result) -> Result? {
    switch kind(node) {
    case .string where hasEscapes(node): body(decoded(node).span)
    case .string: body(bytes.extracting(contents(node)))
    case .number where JSONInteger.isCanonical(text(node)): body(text(node))
    default: nil
    }
  }

  /// The same text to keep.
  package func idText(_ node: JSONNode?) -> [UInt8]? {
    guard let node else { return nil }
    return withIDText(node) { Array(copying: $0) }
  }

  /// The same text of an object's member.
  package func idString(_ object: JSONNode, _ name: String) -> String? {
    idText(member(object, named: name)?.value).map { String(decoding: $0, as: UTF8.self) }
  }
}
