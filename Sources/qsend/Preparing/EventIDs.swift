import PipeCommon

/// The ids of a record's events, in order, as they stand in receipts: JSON strings, or `null` for an
/// event that has none. One text, because most of what a receipt says is this.
struct EventIDs: Sendable {
  private var text: [UInt8] = []
  /// Where each one ends; one that takes no text is none.
  private var ends: [UInt32] = []

  var count: Int { ends.count }

  /// Makes room for so many ids of the usual length.
  mutating func reserve(_ count: Int) {
    text.reserveCapacity(count * 22)
    ends.reserveCapacity(count)
  }

  /// Adds an event's id, whatever it is.
  mutating func append(_ id: JSONNode?, _ view: JSONView) {
    _ = id.map { view.withIDText($0) { JSONString.append($0, to: &text) } }
    ends.append(UInt32(clamping: text.count))
  }

  /// Appends the ids of some events as the elements of a list.
  ///
  /// - Parameter events: their places.
  func append(_ events: EventPlaces, to line: inout [UInt8]) {
    for (place, event) in events.enumerated() {
      if place > 0 { line.append(UInt8(ascii: ",")) }
      let start = event > 0 ? Int(ends[event - 1]) : 0
      let id = text[start..<Int(ends[event])]
      if id.isEmpty { line.append("null") } else { line += id }
    }
  }
}
