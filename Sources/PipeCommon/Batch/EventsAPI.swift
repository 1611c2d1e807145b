/// Documented limits of the Events API that more than one tool reckons with.
package enum EventsAPI {
  /// Batches a second that an organisation may send, if nothing else was agreed.
  package static let usualRate = 270
  /// Bytes of a batch, at most: 128 KB.
  package static let batchBytes = 128_000
  /// Events of a batch that was joined of several.
  package static let joinedEvents = 100
}
