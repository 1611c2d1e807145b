/// How many batches a replay sends, as they are and joined by user.
package struct ReplayEstimate {
  package private(set) var events = 0
  /// Bytes of the events.
  private var bytes = 0
  /// As they are: one for each record, more where one is too large.
  package private(set) var batches = 0
  /// Of them those behind the first of a record that is too large for one: they are full.
  private var furtherParts = 0
  /// What batches joined by user have in common.
  private var envelopes = DistinctCount()

  private let eventLimit: Int

  /// - Parameter eventLimit: events of a batch that is joined, at most.
  package init(eventLimit: Int = EventsAPI.joinedEvents) { self.eventLimit = eventLimit }

  /// As many as users have envelopes, if each user's batches stand together and none comes back to an
  /// earlier envelope; at least as many as the events fill.
  package var joinedBatches: Int {
    let byEvents = (events + eventLimit - 1) / eventLimit
    let byBytes = (bytes + EventsAPI.batchBytes - 1) / EventsAPI.batchBytes
    return min(batches, max(envelopes.count + furtherParts, byEvents, byBytes))
  }

  /// At the usual rate, rounded up.
  package static func seconds(_ batches: Int) -> Int {
    (batches + EventsAPI.usualRate - 1) / EventsAPI.usualRate
  }

  /// Adds a batch.
  ///
  /// - Parameters:
  ///   - envelope: equal for batches that can be joined, and well mixed in every bit.
  ///   - bytes: those of its events.
  ///   - isFurtherPart: whether it is one behind the first of a record that is too large for one.
  package mutating func add(
    envelope: UInt64, events: Int, bytes: Int, isFurtherPart: Bool = false
  ) {
    if isFurtherPart { furtherParts += 1 } else { envelopes.insert(hash: envelope) }
    self.events += events
    self.bytes += bytes
    batches += 1
  }
}
