import PipeCommon

/// Which kinds of blocked data are wanted.
struct Selection: OptionSet {
  let rawValue: Int

  /// Events that were blocked.
  static let events = Selection(rawValue: 1)
  /// Events of which attributes were blocked; they themselves were delivered.
  static let eventAttributes = Selection(rawValue: 2)
  /// Batches of which user attributes were blocked, even without a blocked event.
  static let userAttributes = Selection(rawValue: 4)
  /// The same for user and device identities.
  static let identities = Selection(rawValue: 8)
  static let all: Selection = [.events, .eventAttributes, .userAttributes, .identities]

  init(rawValue: Int) { self.rawValue = rawValue }

  /// Reads `--select`'s list.
  init(_ list: String) throws(UsageError) {
    self = []
    for word in list.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = Self.kinds[String(word)] else {
        throw UsageError(
          "--select takes \(Self.kinds.keys.sorted().joined(separator: ", ")); not '\(word)'"
            + Spelling.suggestion(for: String(word), among: Array(Self.kinds.keys)))
      }
      formUnion(kind)
    }
  }

  private static var kinds: [String: Selection] {
    [
      "events": .events, "event-attributes": .eventAttributes,
      "user-attributes": .userAttributes, "identities": .identities, "all": .all,
    ]
  }

  /// Whether an event was blocked in a way that is wanted. Notes which ids were found.
  func wants(
    _ event: BatchOutline.Event, _ view: JSONView, _ metadata: inout BlockMetadata
  ) -> Bool {
    guard let id = event.eventID else { return false }
    return view.withIDText(id) { text in
      let isBlocked = metadata.eventIDs.matches(text)
      let hasBlockedAttributes = metadata.attributeEventIDs.matches(text)
      return contains(.events) && isBlocked
        || contains(.eventAttributes) && hasBlockedAttributes
    } ?? false
  }

  /// Whether a batch is wanted even if none of its events is.
  func wantsBatch(_ metadata: BlockMetadata) -> Bool {
    contains(.userAttributes) && metadata.blocksUserAttributes
      || contains(.identities) && metadata.blocksIdentities
  }
}
