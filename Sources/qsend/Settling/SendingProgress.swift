import PipeCommon

/// How far the sending is: a line on a terminal, or once when SIGUSR1 asks.
struct SendingProgress {
  private static let interval = Duration.milliseconds(500)

  private let diagnostics: Diagnostics
  private let total: Int?
  private let started = ContinuousClock.now
  private var last: (time: ContinuousClock.Instant, batches: Int)
  /// Batches a second, smoothed.
  private var rate = 0.0

  /// - Parameter total: how many bytes there are to read, if that is known.
  init(_ diagnostics: Diagnostics, total: Int?) {
    self.diagnostics = diagnostics
    self.total = total
    last = (started, 0)
  }

  mutating func show(
    _ counts: LedgerCounts, _ reader: borrowing RecordReader, _ delivery: borrowing Delivery
  ) {
    let now = ContinuousClock.now
    let isAsked = Signals.takeReportRequest()
    let elapsed = last.time.duration(to: now)
    guard isAsked || elapsed >= Self.interval else { return }
    if elapsed >= Self.interval {
      let current = Double(counts.batches - last.batches) / (elapsed / .seconds(1))
      rate = rate == 0 ? current : rate + (current - rate) * 0.2
      last = (now, counts.batches)
    }
    let line = line(
      counts, bytes: reader.bytesRead, delivery.health, delivery.pacer,
      after: started.duration(to: now))
    if isAsked { diagnostics.note(line) } else { diagnostics.show(progress: line) }
  }

  private func line(
    _ counts: LedgerCounts, bytes: Int, _ health: DeliveryHealth, _ pacer: Pacer,
    after elapsed: Duration
  ) -> String {
    var line = "\(counts.batches.counted("batch")) sent, \(Int(clamping: rate.rounded()).grouped)/s"
    if let percentage = pacer.percentage { line += ", \(Int(clamping: percentage)) % of the limit" }
    if health.throttled > 0 { line += ", \(health.throttled.counted("refusal"))" }
    let bad = counts.rejected + counts.invalid
    if bad > 0 { line += ", \(bad.grouped) rejected or invalid" }
    if let total, bytes > 0, bytes < total {
      let seconds = Double(total - bytes) / Double(bytes) * (elapsed / .seconds(1))
      line += ", \(Int(clamping: seconds).asTime) left"
    }
    return line
  }
}
