import PipeCommon

/// A batch as it leaves qextract: some of its events, ids as strings, identities as an object.
struct ExtractedForm {
  private var editor = RecordEditor()

  /// Writes the batch with these events, which are some of its own in their order.
  mutating func write(
    _ events: ArraySlice<QuarantinedBatch.Event>, of batch: QuarantinedBatch, _ view: JSONView,
    _ output: inout OutputWriter
  ) throws(IOError) {
    let outline = batch.outline
    editor.clear()
    // Edits come in the order of the text, whatever the order of the members is.
    let members = [
      outline.mpid, outline.batchID, outline.userIdentities, outline.eventsMember,
      outline.blockLists?.eventIDs, outline.blockLists?.eventAttributes,
    ]
    for member in members.compactMap({ $0 }).sorted(by: { $0.mark < $1.mark }) {
      switch member {
      case outline.userIdentities:
        if let identities = batch.identities {
          editor.replace(view.range(member), with: identities.span)
        }
      case outline.eventsMember:
        var next = events.startIndex
        editor.keep(events.map(\.outline.node), of: member, view) { (_, editor) in
          Self.quoteIDs(events[next].outline, view, &editor)
          next += 1
        }
      case outline.blockLists?.eventIDs:
        if view.kind(member) == .array { editor.quoteIntegers(in: member, view) }
      case outline.blockLists?.eventAttributes:
        quoteIDs(ofAttributes: member, view)
      default:
        Self.quote(member, view, &editor)
      }
    }
    if outline.eventsMember == nil {
      // A quarantined batch has its context at least, so there is a member before.
      editor.insert(",\"events\":[]", at: view.range(view.root).upperBound - 1)
    }
    try editor.write(view.root, of: view, to: &output)
    try output.endRecord()
  }

  private static func quoteIDs(
    _ event: BatchOutline.Event, _ view: JSONView, _ editor: inout RecordEditor
  ) {
    let first: JSONNode?
    let second: JSONNode?
    if let eventID = event.eventID, let sessionID = event.sessionID,
      sessionID.mark < eventID.mark
    {
      (first, second) = (sessionID, eventID)
    } else {
      (first, second) = (event.eventID, event.sessionID)
    }
    if let first { quote(first, view, &editor) }
    if let second { quote(second, view, &editor) }
  }

  /// `blocked_event_attributes[].event_id`, of a list that has been checked.
  private mutating func quoteIDs(ofAttributes list: JSONNode, _ view: JSONView) {
    guard view.kind(list) == .array else { return }
    var next = view.firstElement(list)
    while let element = next {
      view.forEachMember(element) { (key, member) throws(Never) in
        if key == "event_id" { Self.quote(member.value, view, &editor) }
      }
      next = view.element(after: element)
    }
  }

  /// Makes an integer a string, so that no program in between can round it.
  private static func quote(_ node: JSONNode, _ view: JSONView, _ editor: inout RecordEditor) {
    if view.isInteger(node) { editor.quote(view.range(node)) }
  }
}
