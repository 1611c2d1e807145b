import PipeCommon

/// A record as it goes to the rejects: the input, with `events` cut to those that were not accepted,
/// so that it can be fixed and sent again without sending anything twice.
enum RejectedRecord {
  /// - Parameter events: the places of the events that stay.
  static func text(_ record: [UInt8], keeping events: Set<Int>) -> [UInt8] {
    var outline = BatchOutline()
    guard let json = try? JSONText(record.span), (try? outline.read(json.view)) != nil,
      let list = outline.eventsMember, events.count < outline.events.count
    else { return record }
    let kept = outline.events.indices.filter(events.contains).map { outline.events[$0].node }
    var editor = RecordEditor()
    editor.keep(kept, of: list, json.view)
    var text: [UInt8] = []
    editor.append(json.view.root, of: json.view, to: &text)
    return text
  }
}
