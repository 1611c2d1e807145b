import PipeCommon

/// `--on`: `TYPE:NAMEGLOB`, `NAMEGLOB`, or `*` for every event, even one without a name.
struct EventSelector: Hashable {
  private let text: String
  private let type: [UInt8]?
  private let name: Glob
  private let takesNameless: Bool
  /// The pattern of the name.
  let pattern: String

  /// What decides which events are selected.
  static let decisive = [
    JSONPath("events", "[]", "event_type"), JSONPath("events", "[]", "data", "event_name"),
    JSONPath("events", "[]", "data", "screen_name"),
  ]

  init(_ text: String) throws(UsageError) {
    guard !text.isEmpty else {
      throw UsageError("--on takes TYPE:NAMEGLOB, NAMEGLOB or *, not an empty text")
    }
    self.text = text
    let scalars = text.unicodeScalars
    let colon = scalars.firstIndex(of: ":")
    let prefix = colon.map { String(scalars[..<$0]) }
    var pattern = text
    if let colon, let prefix, EventType.names.contains(prefix) {
      type = Array(prefix.utf8)
      let start = scalars.index(after: colon)
      pattern = String(scalars[start...])
      guard !pattern.isEmpty else {
        throw UsageError("--on: expected the pattern of a name after ':'", in: text, at: start)
      }
      guard pattern == "*" || EventType.named.contains(prefix) else {
        throw UsageError(
          "--on: events of type \(prefix) have no name, so only '*' can match", in: text, at: start)
      }
    } else {
      type = nil
      if let prefix { try Self.refuseMisspelt(prefix, in: text) }
    }
    name = try Glob(pattern)
    self.pattern = pattern
    takesNameless = pattern == "*"
  }

  /// A name may hold a colon, but what is nearly a type is meant to be one.
  private static func refuseMisspelt(_ prefix: String, in text: String) throws(UsageError) {
    let suggestion = Spelling.suggestion(for: prefix, among: EventType.names.sorted())
    guard !suggestion.isEmpty, !prefix.contains("\\") else { return }
    throw UsageError(
      "--on: the Events API has no event type '\(prefix)'\(suggestion); "
        + "for a name with a colon write '\\:'", in: text, at: text.startIndex)
  }

  func matches(_ event: Document.Node, _ document: inout Document) -> Bool {
    if let type {
      guard let found = document.child(event, named: .eventType),
        document.string(found, equals: type)
      else { return false }
    }
    if takesNameless { return true }
    let data = document.child(event, named: .data)
    for member in [MemberName.eventName, .screenName] {
      guard let text = document.string(document.child(data, named: member)) else { continue }
      return name.matches(text.span)
    }
    return false
  }

  static func == (one: Self, other: Self) -> Bool { one.text == other.text }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
