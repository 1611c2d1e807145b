import PipeCommon

/// `--dry-run`: what would be sent, in how many requests, and how long it would take.
struct Rehearsal {
  private let limits: RequestLimits
  /// A request for each path, as they fill up side by side.
  private var filling: [Endpoint: RequestLimits.Filling] = [:]
  private(set) var requests = 0
  private(set) var batches = 0
  private(set) var bytes = 0

  init(_ limits: RequestLimits) {
    self.limits = limits
  }

  mutating func add(_ batch: OutgoingBatch) {
    var request = filling[batch.endpoint] ?? RequestLimits.Filling(limits)
    if !request.hasRoom(for: batch) { request = RequestLimits.Filling(limits) }
    if request.batches.isEmpty { requests += 1 }
    request.add(batch)
    filling[batch.endpoint] = request
    batches += 1
    bytes += batch.size + 1
  }

  var estimate: String {
    let seconds = (batches + EventsAPI.usualRate - 1) / EventsAPI.usualRate
    return "would send \(requests.counted("request")) with \(bytes.counted("byte")), "
      + "in \(seconds.asTime) at \(EventsAPI.usualRate) batches a second"
  }
}
