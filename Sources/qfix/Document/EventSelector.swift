import PipeCommon

/// `--on`: `TYPE:NAMEGLOB`, `NAMEGLOB`, or `*` for every event, even one without a name.
struct EventSelector {
  private let type: [UInt8]?
  private let name: Glob
  private let takesNameless: Bool

  init(_ text: String) throws(UsageError) {
    let prefix = text.prefix { $0 != ":" }
    if prefix.count < text.count, EventType.names.contains(String(prefix)) {
      type = Array(prefix.utf8)
      name = try Glob(String(text.dropFirst(prefix.count + 1)))
      takesNameless = text.dropFirst(prefix.count) == ":*"
    } else {
      type = nil
      name = try Glob(text)
      takesNameless = text == "*"
    }
    guard !text.isEmpty else {
      throw UsageError("--on takes TYPE:NAMEGLOB, NAMEGLOB or *, not an empty text")
    }
  }

  func matches(_ event: Document.Node, _ document: inout Document) -> Bool {
    if let type {
      let found = document.string(document.child(event, named: "event_type"))
      guard found == type else { return false }
    }
    if takesNameless { return true }
    guard let text = document.string(document.names(of: event).first) else { return false }
    return name.matches(text.span)
  }
}

extension Document {
  /// The `event_name` and the `screen_name` of an event, as far as they are strings.
  mutating func names(of event: Node) -> [Node] {
    let data = child(event, named: "data")
    return ["event_name", "screen_name"].compactMap { child(data, named: $0) }
      .filter { kind($0) == .string }
  }
}
