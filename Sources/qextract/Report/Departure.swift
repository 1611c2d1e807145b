import PipeCommon

/// A batch that a replay may send, while its events are gone through: large ones cost no memory here.
struct Departure {
  private let envelope: BatchEnvelope
  private(set) var events = 0
  private var batches = 1
  private var bytes = 0
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
    bytes += length
    events += 1
  }

  func add(to estimate: inout ReplayEstimate) {
    estimate.add(envelope: envelope.hash, events: events, bytes: bytes)
    for _ in 1..<batches { estimate.add(envelope: 0, events: 0, bytes: 0, isFurtherPart: true) }
  }
}
