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
    let data = document.child(event, named: "data")
    for member in ["event_name", "screen_name"] {
      guard let text = document.string(document.child(data, named: member)) else { continue }
      return name.matches(text.span)
    }
    return false
  }
}
