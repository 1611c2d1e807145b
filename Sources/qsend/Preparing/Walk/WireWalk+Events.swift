import PipeCommon

extension WireWalk {
  /// A batch with more faulty events than this is refused as a whole.
  private static let mostFaults = 1000

  /// Walks over the elements of `events`; what is wrong with one costs only that one.
  mutating func walk(events list: JSONNode, _ view: JSONView) throws(Misfit) {
    let list = (node: list, range: view.range(list))
    writer.copy(upTo: list.range.lowerBound + 1, view)
    found.eventsWritten = writer.count..<writer.count
    var faults = 0
    var next = view.firstElement(list.node)
    while let element = next {
      next = view.element(after: element)
      let number = found.events.count
      let range = view.range(element)
      writer.copy(upTo: range.lowerBound, view)
      let start = writer.count
      let doubts = found.doubts.count
      found.events.append(WalkedBatch.Event(node: element))
      event = number
      defer { event = nil }
      do throws(Misfit) {
        // Null is no event either.
        guard try take(element, table.event, view) else {
          throw Misfit("is null, not an object", at: element)
        }
        writer.copy(upTo: range.upperBound, view)
        found.events[number].written = start..<writer.count
      } catch {
        let misfit = error.inside("events[\(number)]")
        faults += 1
        if misfit.costsRecord || faults > Self.mostFaults { throw misfit }
        found.refuse(number, misfit.fault(view))
        found.events[number].id = found.events[number].id ?? id(of: element, view)
        found.events[number].written = start..<start
        found.doubts.removeLast(found.doubts.count - doubts)
        writer.rewind(to: start, passingOver: range.upperBound)
      }
    }
    writer.copy(upTo: list.range.upperBound - 1, view)
    found.eventsWritten = found.eventsWritten.lowerBound..<writer.count
  }

  /// The id of an event of which the walk has not seen everything.
  private func id(of event: JSONNode, _ view: JSONView) -> JSONNode? {
    let data = view.member(event, named: "data")?.value
    return data.flatMap { view.member($0, named: "event_id")?.value }
  }

  /// Walks over an event's `data`, which has the members of its type.
  mutating func walk(data: JSONNode, _ rule: Int32, _ view: JSONView) throws(Misfit) {
    let type = found.events[found.events.count - 1].node
    commerceActions = 0
    let object = Self.dataObject(of: type, table, view)
    try walk(object: data, object, rule, view)
    if object == table.commerceData, commerceActions != 1 { doubtActions(object) }
  }

  /// The object of `data` for an event, whose type may stand behind it.
  private static func dataObject(
    of event: JSONNode, _ table: InboundTable, _ view: JSONView
  ) -> Int {
    guard let type = view.member(event, named: "event_type")?.value, view.kind(type) == .string
    else { return table.unknownData }
    return (view.withIDText(type) { table.data(of: $0) } ?? nil) ?? table.unknownData
  }

  /// One source wants exactly one action, another says nothing.
  private mutating func doubtActions(_ object: Int) {
    if let last = lastCommerceAction, commerceActions > 1 { return doubt(last.kind, last.rule) }
    doubt(nil, table.firstCommerceAction)
  }
}
