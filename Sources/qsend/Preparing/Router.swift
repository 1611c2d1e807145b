import PipeCommon

/// The paths of the Events API.
enum Endpoint: String, CaseIterable, Sendable {
  case bulk, events, historical
}

/// Which of the three paths a batch takes.
struct Router {
  /// Which of the paths the user wants batches to take.
  enum Mode: String, CaseIterable, Sendable {
    /// Historical if every event is old, else bulk.
    case auto
    case bulk, events, historical
  }

  /// From how many days on events belong on the historical endpoint.
  static let historicalAge = 30

  /// What the historical endpoint ignores, in days: younger events.
  static let youngest = 3

  let mode: Mode
  /// Events before this are old. Fixed at the start, and remembered by the journal: the clock of a
  /// later run must not send a batch another way.
  let historicalBefore: Timestamp
  /// Events must be before this for the historical endpoint.
  let historicalLimit: Timestamp

  /// A batch is never split by age: one recent event keeps all of it off the historical endpoint,
  /// which would ignore the batch for it.
  ///
  /// - Throws: that the historical endpoint, which was asked for, does not process the batch.
  func endpoint(
    _ batch: WalkedBatch, _ view: JSONView
  ) throws(JSONFault) -> Endpoint {
    switch mode {
    case .bulk: return .bulk
    case .events: return .events
    case .historical:
      try checkAge(batch, view)
      return .historical
    case .auto: return isOld(batch) ? .historical : .bulk
    }
  }

  private func isOld(_ batch: WalkedBatch) -> Bool {
    var isOld = false
    for event in batch.events where !event.isRefused {
      guard event.time < historicalBefore.milliseconds else { return false }
      isOld = true
    }
    return isOld
  }

  private func checkAge(_ batch: WalkedBatch, _ view: JSONView) throws(JSONFault) {
    guard !batch.events.isEmpty else {
      throw view.fault(
        "the historical endpoint does not process batches without events", at: view.root)
    }
    for (number, event) in batch.events.enumerated() where !event.isRefused {
      guard event.time < historicalLimit.milliseconds else {
        throw view.fault(
          "events[\(number)] is less than 72 hours old, which the historical endpoint ignores",
          at: event.node)
      }
    }
  }
}
