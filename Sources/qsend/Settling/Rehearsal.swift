import PipeCommon

/// `--dry-run`: what would be sent, in how many requests, and how long it would take.
struct Rehearsal {
  private let limits: RequestLimits
  /// A request for each path, as they fill up side by side.
  private var filling: [Endpoint: RequestLimits.Filling] = [:]
  private(set) var requests = 0
  /// How many batches there are, and would be if each user's were joined.
  private var replay: ReplayEstimate
  private(set) var bytes = 0

  init(_ limits: RequestLimits) {
    self.limits = limits
    replay = ReplayEstimate(eventLimit: limits.events)
  }

  mutating func add(_ batch: OutgoingBatch) {
    var request = filling[batch.endpoint] ?? RequestLimits.Filling(limits)
    if !request.hasRoom(for: batch) { request = RequestLimits.Filling(limits) }
    if request.batches.isEmpty { requests += 1 }
    request.add(batch)
    filling[batch.endpoint] = request
    replay.add(
      envelope: batch.envelope, events: batch.events, bytes: batch.written.count,
      isFurtherPart: batch.part > 0)
    bytes += batch.size + 1
  }

  /// - Parameter isJoined: whether each user's batches are joined.
  func estimate(isJoined: Bool) -> String {
    func time(_ batches: Int) -> String { ReplayEstimate.seconds(batches).asTime }
    let joined = replay.joinedBatches
    return "would send \(requests.counted("request")) with \(bytes.counted("byte")), "
      + "in \(time(replay.batches)) at \(EventsAPI.usualRate) batches a second"
      + (isJoined || joined == replay.batches
        ? "" : "; joined by user (--join=user) about \(joined.counted("batch")), \(time(joined))")
  }
}
