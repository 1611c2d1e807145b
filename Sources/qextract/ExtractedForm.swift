import PipeCommon

/// A batch as it leaves qextract: some of its events, ids as strings, identities as an object.
struct ExtractedForm {
  private var identities: [UInt8]?
  private var editor = RecordEditor()

  /// Reads what can be refused, before anything is written.
  mutating func prepare(_ view: JSONView, _ outline: BatchOutline) throws(JSONFault) {
    identities = nil
    if let node = outline.userIdentities, view.kind(node) == .array {
      identities = try IdentityList.object(node, view)
    }
  }

  /// Writes the batch with these events, which are some of its own in their order.
  mutating func write(
    _ events: [BatchOutline.Event], _ view: JSONView, _ outline: BatchOutline,
    _ output: inout OutputWriter
  ) throws(IOError) {
    editor.clear()
    // Edits come in the order of the text, whatever the order of the members is.
    let members = [outline.mpid, outline.batchID, outline.userIdentities, outline.eventsMember]
    for member in members.compactMap({ $0 }).sorted(by: { $0.mark < $1.mark }) {
      switch member {
      case outline.userIdentities:
        if let identities { editor.replace(view.range(member), with: identities.span) }
      case outline.eventsMember:
        keep(events, of: member, view)
      default:
        quote(member, view)
      }
    }
    if outline.eventsMember == nil {
      // A quarantined batch has its context at least, so there is a member before.
      editor.insert(",\"events\":[]", at: view.range(view.root).upperBound - 1)
    }
    try editor.write(view.root, of: view, to: &output)
    try output.endRecord()
  }

  /// Keeps some of the events: whatever stands between two of them that are not neighbours becomes
  /// a comma.
  private mutating func keep(
    _ events: [BatchOutline.Event], of array: JSONNode, _ view: JSONView
  ) {
    let range = view.range(array)
    guard view.kind(array) == .array, let first = events.first, let last = events.last else {
      return editor.replace(range, with: "[]")
    }
    editor.remove(range.lowerBound + 1..<view.start(first.node))
    for (event, next) in zip(events, events.dropFirst()) {
      quoteIDs(event, view)
      if view.element(after: event.node) != next.node {
        editor.replace(view.range(event.node).upperBound..<view.start(next.node), with: ",")
      }
    }
    quoteIDs(last, view)
    editor.remove(view.range(last.node).upperBound..<range.upperBound - 1)
  }

  private mutating func quoteIDs(_ event: BatchOutline.Event, _ view: JSONView) {
    let first: JSONNode?
    let second: JSONNode?
    if let eventID = event.eventID, let sessionID = event.sessionID,
      sessionID.mark < eventID.mark
    {
      (first, second) = (sessionID, eventID)
    } else {
      (first, second) = (event.eventID, event.sessionID)
    }
    if let first { quote(first, view) }
    if let second { quote(second, view) }
  }

  /// Makes an integer a string, so that no program in between can round it.
  private mutating func quote(_ node: JSONNode, _ view: JSONView) {
    guard view.kind(node) == .number, JSONInteger.isCanonical(view.text(node)) else { return }
    editor.quote(view.range(node))
  }
}
