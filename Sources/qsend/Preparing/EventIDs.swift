import PipeCommon

/// The ids of a record's events, in order, as they stand in receipts: JSON strings, or `null` for an
/// event that has none. One text, because most of what a receipt says is this; a record may have
/// millions of events without.
struct EventIDs: Sendable {
  private struct ID {
    /// The place of its event.
    let event: UInt32
    /// Where it ends in the text.
    let end: UInt32
  }

  private var text: [UInt8] = []
  private var ids: [ID] = []
  /// How many events there are.
  private(set) var count = 0

  /// Makes room for the ids of so many events, as long as ids are and as many as events have.
  mutating func reserve(_ count: Int) {
    let usual = min(count, 1 << 10)
    text.reserveCapacity(usual * 22)
    ids.reserveCapacity(usual)
  }

  /// Adds an event's id, whatever it is.
  mutating func append(_ id: JSONNode?, _ view: JSONView) {
    if let id, view.withIDText(id, { JSONString.append($0, to: &text) }) != nil {
      ids.append(ID(event: UInt32(clamping: count), end: UInt32(clamping: text.count)))
    }
    count += 1
  }

  /// Appends the ids of some events as the elements of a list.
  ///
  /// - Parameter events: their places.
  func append(_ events: EventPlaces, to line: inout [UInt8]) {
    // Doubling would take the room three times.
    if events.count > 1 << 16 { line.reserveCapacity(line.count + text.count + 5 * events.count) }
    var next = 0
    for (place, event) in events.enumerated() {
      if place > 0 { line.append(UInt8(ascii: ",")) }
      while next < ids.count, ids[next].event < event { next += 1 }
      if next < ids.count, ids[next].event == event {
        line += text[(next > 0 ? Int(ids[next - 1].end) : 0)..<Int(ids[next].end)]
      } else {
        line.append("null")
      }
    }
  }
}
