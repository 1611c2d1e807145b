import PipeCommon

/// Which of the three paths a batch takes.
struct Router {
  /// From how many days on events belong on the historical endpoint.
  static let historicalAge = 30

  /// What the historical endpoint ignores, in days: younger events.
  static let youngest = 3

  let mode: Options.EndpointMode
  /// Events before this are old. Fixed at the start, and remembered by the journal: the clock of a
  /// later run must not send a batch another way.
  let historicalBefore: Timestamp

  /// A batch is never split by age: one recent event keeps all of it off the historical endpoint,
  /// which would ignore the batch for it.
  func endpoint(_ outline: BatchOutline, _ view: JSONView) -> Destination.Endpoint {
    switch mode {
    case .bulk: .bulk
    case .events: .events
    case .historical: .historical
    case .auto: isOld(outline, view) ? .historical : .bulk
    }
  }

  private func isOld(_ outline: BatchOutline, _ view: JSONView) -> Bool {
    guard !outline.events.isEmpty else { return false }
    for event in outline.events {
      guard let time = view.timestamp(event.timestamp), time < historicalBefore else {
        return false
      }
    }
    return true
  }
}
