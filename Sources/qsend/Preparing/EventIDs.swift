import PipeCommon

/// The ids of a record's events, in order, as they stand in receipts: JSON strings, or `null` for an
/// event that has none. One text, because most of what a receipt says is this.
struct EventIDs: Sendable {
  private var text: [UInt8] = []
  /// Where each one ends.
  private var ends: [Int] = []

  var count: Int { ends.count }

  /// Adds an event's id, whatever it is.
  mutating func append(_ id: JSONNode?, _ view: JSONView) {
    let isID = id.flatMap { view.withIDText($0) { JSONString.append($0, to: &text) } } != nil
    if !isID { text += "null".utf8 }
    ends.append(text.count)
  }

  /// Appends the ids of some events as the elements of a list.
  ///
  /// - Parameter events: their places.
  func append(_ events: [Int], to line: inout [UInt8]) {
    for (place, event) in events.enumerated() {
      if place > 0 { line.append(UInt8(ascii: ",")) }
      line += text[(event > 0 ? ends[event - 1] : 0)..<ends[event]]
    }
  }
}
