import PipeCommon

/// How many batches a replay of what comes out would send.
struct ReplayEstimate {
  /// A batch that may leave, while its events are gone through: large ones cost no memory here.
  struct Departure {
    fileprivate let envelope: BatchEnvelope
    private(set) var events = 0
    fileprivate var batches = 1
    private var size: Int

    init(_ envelope: BatchEnvelope) {
      self.envelope = envelope
      size = envelope.bytes
    }

    /// Fills greedily and in order, as qsend takes a batch apart that is too large.
    mutating func add(_ event: BatchOutline.Event, _ view: JSONView) {
      let length = view.range(event.node).count + 1
      if size + length > EventsAPI.batchBytes, size > envelope.bytes {
        batches += 1
        size = envelope.bytes
      }
      size += length
      events += 1
    }
  }

  private(set) var events = 0
  /// With a batch for each line, more where one is too large.
  private(set) var batches = 0
  /// What batches joined by user have in common.
  private var envelopes = DistinctCount()

  /// As many as users have envelopes, if each user's batches stand together and none comes back to an
  /// earlier envelope; at least as many as the events fill.
  var joinedBatches: Int {
    let fullest = (events + EventsAPI.joinedEvents - 1) / EventsAPI.joinedEvents
    return min(batches, max(envelopes.count, fullest))
  }

  /// At the usual rate, rounded up.
  static func seconds(_ batches: Int) -> Int {
    (batches + EventsAPI.usualRate - 1) / EventsAPI.usualRate
  }

  mutating func add(_ departure: Departure) {
    envelopes.insert(hash: departure.envelope.hash)
    events += departure.events
    batches += departure.batches
  }
}
