import PipeCommon

/// How many batches a replay of what comes out would send.
struct ReplayEstimate {
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

  static func seconds(_ batches: Int) -> Int {
    (batches + EventsAPI.usualRate - 1) / EventsAPI.usualRate
  }

  /// Counts a batch that would leave with these events.
  mutating func add(_ envelope: BatchEnvelope, _ outgoing: [BatchOutline.Event], _ view: JSONView) {
    envelopes.insert(hash: envelope.hash)
    events += outgoing.count
    batches += 1
    // Filled greedily and in order, as qsend takes a batch apart that is too large.
    var size = envelope.bytes
    for event in outgoing {
      let length = view.range(event.node).count + 1
      if size + length > EventsAPI.batchBytes, size > envelope.bytes {
        batches += 1
        size = envelope.bytes
      }
      size += length
    }
  }
}
