import PipeCommon

/// A wire form taken apart by its events: without those that are refused, and where it is too large
/// in several bodies, filled greedily and in order, each with all the other members. The parts depend
/// on the batch alone, so they have the same ids on every run.
struct WireParts {
  struct Part {
    /// The places of its events in the record.
    let events: EventPlaces
    /// Without an id; empty if it cannot be sent.
    let body: [UInt8]
    /// Where in the body what is between the brackets of `events` stands.
    var written = 0..<0
    /// Why it cannot.
    var fault: String?

    /// Equal for bodies that are the same but for their events.
    var envelope: UInt64 {
      var digest = InputDigest()
      digest.add(body.span.extracting(0..<written.lowerBound))
      digest.add(body.span.extracting(written.upperBound..<body.count))
      return digest.short
    }
  }

  /// A batch's wire form, at most.
  static let batchBytes = EventsAPI.batchBytes
  private static let limit = batchBytes - RequestID.memberLength

  private let bytes: [UInt8]
  private let batch: WalkedBatch
  /// The places of the events that are sent.
  private let good: EventPlaces

  /// - Parameter bytes: the wire form with all events that were written.
  init(_ bytes: [UInt8], _ batch: WalkedBatch, _ good: EventPlaces) {
    self.bytes = bytes
    self.batch = batch
    self.good = good
  }

  /// - Throws: that the batch is too large, and has no events to take it apart by.
  func split(_ view: JSONView) throws(JSONFault) -> [Part] {
    let isWhole = good.count == batch.events.count
    if isWhole, bytes.count <= Self.limit {
      return [Part(events: good, body: bytes, written: batch.eventsWritten)]
    }
    let parts = greedy()
    guard parts.contains(where: { $0.fault == nil }) else {
      throw view.fault(
        "the batch takes \(bytes.count.grouped) bytes, which splitting by events cannot bring under "
          + "the \(Self.batchBytes.grouped) of the Events API", at: view.root)
    }
    return parts
  }

  private func greedy() -> [Part] {
    let prefix = bytes[..<batch.eventsWritten.lowerBound]
    let suffix = bytes[batch.eventsWritten.upperBound...]
    let envelope = prefix.count + suffix.count
    var parts: [Part] = []
    var open: EventPlaces = []
    var size = envelope
    func close() {
      if open.isEmpty { return }
      var body: [UInt8] = []
      body.reserveCapacity(size)
      body += prefix
      for (place, event) in open.enumerated() {
        if place > 0 { body.append(UInt8(ascii: ",")) }
        body += bytes[batch.events[event].written]
      }
      let written = prefix.count..<body.count
      body += suffix
      parts.append(Part(events: open, body: body, written: written))
      open = []
      size = envelope
    }
    for event in good {
      let length = batch.events[event].written.count
      if envelope + length > Self.limit {
        close()
        let fault =
          "events[\(event)] takes more than the \(Self.batchBytes.grouped) bytes of a batch"
        parts.append(Part(events: [event], body: [], fault: fault))
        continue
      }
      if size + length + (open.isEmpty ? 0 : 1) > Self.limit { close() }
      size += length + (open.isEmpty ? 0 : 1)
      open.append(event)
    }
    close()
    return parts
  }
}
