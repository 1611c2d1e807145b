import PipeCommon

/// `--dry-run`: what would be sent, in how many requests, and how long it would take.
struct Rehearsal {
  /// The documented limit of an organisation, batches a second.
  private static let usualLimit = 270

  private let limits: RequestLimits
  private var filling: RequestLimits.Filling
  private(set) var requests = 0
  private(set) var batches = 0
  private(set) var bytes = 0

  init(_ limits: RequestLimits) {
    self.limits = limits
    filling = RequestLimits.Filling(limits)
  }

  mutating func add(_ batch: OutgoingBatch) {
    if !filling.hasRoom(for: batch) { filling = RequestLimits.Filling(limits) }
    if filling.batches.isEmpty { requests += 1 }
    filling.add(batch)
    batches += 1
    bytes += batch.wire.count + 1
  }

  var estimate: String {
    let seconds = (batches + Self.usualLimit - 1) / Self.usualLimit
    return "would send \(requests.counted("request")) with \(bytes.counted("byte")), "
      + "in \(Self.time(seconds)) at \(Self.usualLimit) batches a second"
  }

  private static func time(_ seconds: Int) -> String {
    seconds < 120
      ? "\(seconds) s"
      : seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
  }
}
