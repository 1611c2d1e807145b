import PipeCommon

/// What goes over the wire together.
struct Request: Sendable {
  let batches: [OutgoingBatch]
  /// The path that it takes: a batch that is in doubt goes where the server names faults.
  let endpoint: Endpoint

  /// Whether the server is asked about one batch alone.
  var asks: Bool { endpoint == .events }

  var body: [UInt8] {
    if endpoint == .events { return batches[0].wire }
    var body: [UInt8] = [UInt8(ascii: "[")]
    body.reserveCapacity(batches.reduce(2) { $0 + $1.wire.count + 1 })
    for (place, batch) in batches.enumerated() {
      if place > 0 { body.append(UInt8(ascii: ",")) }
      body += batch.wire
    }
    body.append(UInt8(ascii: "]"))
    return body
  }
}
