import PipeCommon

/// Which kinds of blocked data are wanted.
struct Selection: OptionSet {
  let rawValue: UInt8

  /// Events that were blocked.
  static let events = Selection(rawValue: 1)
  /// Events of which attributes were blocked; they themselves were delivered.
  static let eventAttributes = Selection(rawValue: 2)
  /// Batches of which user attributes were blocked, even without a blocked event.
  static let userAttributes = Selection(rawValue: 4)
  /// The same for user and device identities.
  static let identities = Selection(rawValue: 8)
  static let all: Selection = [.events, .eventAttributes, .userAttributes, .identities]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Reads `--select`'s list.
  init(_ list: String) throws(UsageError) {
    self = []
    for word in list.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = Self.kinds[String(word)] else {
        throw UsageError(
          "--select takes \(Self.words.joined(separator: ", ")); not '\(word)'"
            + Spelling.suggestion(for: String(word), among: Self.words))
      }
      formUnion(kind)
    }
  }

  private static var kinds: [String: Selection] {
    Dictionary(uniqueKeysWithValues: names + [("all", .all)])
  }

  /// Each kind with its name.
  static var names: [(String, Selection)] {
    [
      ("events", .events), ("event-attributes", .eventAttributes),
      ("user-attributes", .userAttributes), ("identities", .identities),
    ]
  }

  static var words: [String] { names.map(\.0) + ["all"] }
}
