import PipeCommon

/// Where a batch came from, as its receipt says.
struct RecordOrigin: Sendable {
  let place: Place
  /// The text of its `batch_id`, empty if it has none.
  var batchID: [UInt8] = []
  /// The text of its `mpid`.
  var mpid: [UInt8]?
  var eventIDs = EventIDs()

  init(place: Place) { self.place = place }

  /// The origin of a batch that was walked over.
  init(_ batch: WalkedBatch, _ view: JSONView, at place: Place) {
    self.place = place
    batchID = view.idText(batch.batchID) ?? []
    mpid = view.idText(batch.mpid)
    eventIDs.reserve(batch.events.count)
    for event in batch.events { eventIDs.append(event.id, view) }
  }

  /// As much as can be said of a batch that is not walked over.
  init(of view: JSONView, at place: Place) {
    self.place = place
    batchID = view.idText(view.member(view.root, named: "batch_id")?.value) ?? []
    mpid = view.idText(view.member(view.root, named: "mpid")?.value)
    guard let events = view.member(view.root, named: "events")?.value,
      view.kind(events) == .array
    else { return }
    var next = view.firstElement(events)
    while let event = next {
      let data = view.member(event, named: "data")?.value
      eventIDs.append(data.flatMap { view.member($0, named: "event_id")?.value }, view)
      next = view.element(after: event)
    }
  }
}
