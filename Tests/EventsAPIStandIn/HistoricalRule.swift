import PipeCommon

/// What the historical endpoint asks of a batch: events, each with a time at least three days back.
enum HistoricalRule {
  static func fault(in batch: JSONNode, _ view: JSONView, at now: Timestamp = .now) -> String? {
    guard view.kind(batch) == .object, let events = view.member(batch, named: "events")?.value,
      view.kind(events) == .array, var next = view.firstElement(events)
    else { return "events: missing or empty" }
    let latest = Double(now.subtracting(days: 3).milliseconds)
    while true {
      guard let time = time(of: next, view) else { return "an event has no time" }
      guard time <= latest else { return "an event is less than 72 hours old" }
      guard let event = view.element(after: next) else { return nil }
      next = event
    }
  }

  private static func time(of event: JSONNode, _ view: JSONView) -> Double? {
    guard view.kind(event) == .object, let data = view.member(event, named: "data")?.value,
      view.kind(data) == .object,
      let time = view.member(data, named: "timestamp_unixtime_ms")?.value
    else { return nil }
    return JSONInteger.value(view.text(time)).map { Double($0) }
  }
}
