import PipeCommon

/// How far the sending is: a line on a terminal, lines with the time where nobody watches, and one
/// whenever SIGUSR1 asks.
struct SendingProgress {
  private static let interval = Duration.milliseconds(500)

  private let diagnostics: Diagnostics
  private let total: Int?
  private let isWatched = Terminal.isColored(.standardError)
  private let started = ContinuousClock.now
  private var last: (time: ContinuousClock.Instant, batches: Int)
  /// When sending began, behind what earlier runs have settled, and how many bytes those are.
  private var begin: (time: ContinuousClock.Instant, bytes: Int)?
  /// Batches a second, smoothed.
  private var rate = 0.0
  private var log: SendingLog

  /// - Parameters:
  ///   - total: how many bytes there are to read, if that is known.
  ///   - logEvery: seconds between lines where nobody watches.
  init(_ diagnostics: Diagnostics, total: Int?, logEvery: Int?) {
    self.diagnostics = diagnostics
    self.total = total
    log = SendingLog(every: logEvery)
    last = (started, 0)
  }

  /// - Parameter isResuming: whether it only passes over what earlier runs have settled.
  mutating func show(
    _ counts: LedgerCounts, _ reader: borrowing RecordReader, _ delivery: borrowing Delivery,
    isResuming: Bool
  ) {
    let now = ContinuousClock.now
    let isAsked = Signals.takeReportRequest()
    let elapsed = last.time.duration(to: now)
    guard isAsked || elapsed >= Self.interval else { return }
    if begin == nil, !isResuming { begin = (now, reader.bytesRead) }
    if elapsed >= Self.interval {
      let current = Double(counts.batches - last.batches) / (elapsed / .seconds(1))
      rate = rate == 0 ? current : rate + (current - rate) * 0.2
      last = (now, counts.batches)
    }
    if isAsked || isWatched {
      let line = line(counts, bytes: reader.bytesRead, delivery, now)
      if isAsked { diagnostics.note(line) } else { diagnostics.show(progress: line) }
    }
    if !isWatched { write(counts, bytes: reader.bytesRead, delivery, now) }
  }

  private mutating func write(
    _ counts: LedgerCounts, bytes: Int, _ delivery: borrowing Delivery,
    _ now: ContinuousClock.Instant
  ) {
    let seconds = started.duration(to: now) / .seconds(1)
    let state = SendingLog.State(
      requests: delivery.health.requests, throttled: delivery.health.throttled,
      failing: delivery.health.failing, limit: delivery.pacer.limit)
    for news in log.news(state, seconds) { diagnostics.note("\(Timestamp.now) \(news)") }
    if log.isDue(seconds) {
      diagnostics.note("\(Timestamp.now) \(line(counts, bytes: bytes, delivery, now))")
    }
  }

  private func line(
    _ counts: LedgerCounts, bytes: Int, _ delivery: borrowing Delivery,
    _ now: ContinuousClock.Instant
  ) -> String {
    let elapsed = begin.map { $0.time.duration(to: now) / .seconds(1) } ?? 0
    return [
      "\(counts.batches.counted("batch")) sent, \(Int(clamping: rate.rounded()).grouped)/s",
      Self.share(bytes: bytes, of: total, from: begin?.bytes, after: elapsed),
      delivery.pacer.percentage.map { "\(Int(clamping: $0)) % of the limit" },
      delivery.health.throttled > 0 ? delivery.health.throttled.counted("refusal") : nil,
      counts.rejected + counts.invalid > 0
        ? "\((counts.rejected + counts.invalid).grouped) rejected or invalid" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// How much is done, and how long the rest takes.
  ///
  /// - Parameters:
  ///   - start: where this run began to send; `nil` if it has not.
  ///   - elapsed: seconds since then.
  static func share(
    bytes: Int, of total: Int?, from start: Int?, after elapsed: Double
  ) -> String? {
    guard let total, total > 0 else { return nil }
    let share = "\(Int(clamping: min(Double(bytes) / Double(total), 1) * 100)) %"
    guard let start, bytes > start, bytes < total else { return share }
    let left = Double(total - bytes) / Double(bytes - start) * elapsed
    return "\(share), \(Int(clamping: left.rounded()).asTime) left"
  }
}
