import PipeCommon

/// The kinds of doubt that batches had so far: what one source of the reference allows and another
/// does not. A kind is a path without indices, and the odd value: a word by itself, anything else by
/// its kind.
///
///     events[].data.custom_event_type="unknown"
///     events[].data.product_action.products[].id:number
///     events[].data.location.latitude:missing
struct DoubtKinds {
  /// More kinds than this are not told apart; a batch with another is always sent by itself.
  static let limit = 1000
  /// A longer word is cut in the name of its kind.
  private static let longestWord = 120

  /// The name of each kind, by its number.
  private(set) var names: [String] = []
  private var numbers: [String: Int] = [:]
  /// In how many batches that can be sent each was met.
  private(set) var batches: [Int] = []
  /// The number of a rule's kinds of values, and of its absence, once they were met.
  private var numberOfShape: [Int: Int] = [:]

  init() {}

  /// - Returns: the number; `nil` if there are too many.
  mutating func number(of name: String) -> Int? {
    if let number = numbers[name] { return number }
    guard names.count < Self.limit else { return nil }
    numbers[name] = names.count
    names.append(name)
    batches.append(0)
    return names.count - 1
  }

  /// Counts a batch that can be sent.
  mutating func count(_ kinds: [Int]) {
    for kind in kinds where kind < batches.count { batches[kind] += 1 }
  }

  mutating func forgetCounts() { batches = batches.map { _ in 0 } }

  /// The kind of a value that stands where only some sources allow one.
  ///
  /// - Parameter kind: `nil` for one that is missing.
  mutating func number(of kind: Kinds?, at rule: Int32, _ table: InboundTable) -> Int? {
    let shape = Int(rule) << 8 | Int(kind?.rawValue ?? 0)
    if let number = numberOfShape[shape] { return number }
    let number = number(of: "\(table.path(rule)):\(kind?.name ?? "missing")")
    if let number { numberOfShape[shape] = number }
    return number
  }

  /// The kind of a word that is none of those known.
  mutating func number(ofWord word: Span<UInt8>, at rule: Int32, _ table: InboundTable) -> Int? {
    let text = String(decoding: Array(copying: word), as: UTF8.self).cut(to: Self.longestWord)
    let word = String(decoding: JSONString.encode(text.utf8.span), as: UTF8.self)
    return number(of: "\(table.path(rule))=\(word)")
  }
}

/// A doubt about a batch, or about one of its events.
struct Doubt: Equatable {
  /// The number of its kind; `nil` if there are too many kinds.
  let kind: Int?
  /// The event's place in `events`; `nil` for what stands beside them.
  let event: Int?
}
