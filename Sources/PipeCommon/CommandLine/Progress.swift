/// The terminal's progress line: records, bytes, rate, and the time left where the size is known.
struct Progress {
  private static let interval = Duration.milliseconds(500)

  private let diagnostics: Diagnostics
  private let started = ContinuousClock.now
  private var last = ContinuousClock.now
  /// How many bytes there are to read; `nil` if nobody knows.
  private let total: Int?

  private let isShown: Bool

  /// - Parameter isShown: whether the line is wanted on a terminal; SIGUSR1 gets it in any case.
  init(_ diagnostics: Diagnostics, total: Int?, isShown: Bool) {
    self.diagnostics = diagnostics
    self.total = total
    self.isShown = isShown && Terminal.isColored(.standardError)
  }

  mutating func update(records: Int, bytes: Int) {
    let isAsked = Signals.takeReportRequest()
    guard isAsked || isShown else { return }
    let now = ContinuousClock.now
    guard isAsked || now - last >= Self.interval else { return }
    let line = Self.line(records: records, bytes: bytes, total: total, after: now - started)
    if isAsked { return diagnostics.note(line) }
    last = now
    diagnostics.show(progress: line)
  }

  static func line(records: Int, bytes: Int, total: Int?, after elapsed: Duration) -> String {
    let seconds = max(0.001, elapsed / .seconds(1))
    let rate = Double(bytes) / seconds
    var line = "\(records.counted("record")), \(size(Double(bytes))), \(size(rate))/s"
    if let total, total > 0, rate > 0 {
      let left = max(0, Double(total - bytes)) / rate
      let share = min(100, Int(clamping: Double(bytes) / Double(total) * 100))
      line += ", \(share) %, \(Int(clamping: left.rounded()).asTime) left"
    }
    return line
  }

  private static func size(_ bytes: Double) -> String {
    var value = bytes
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1000 { return "\(tenths(value, unit == "B" ? 0 : 1)) \(unit)" }
      value /= 1000
    }
    return "\(tenths(value, 1)) TB"
  }

  private static func tenths(_ value: Double, _ places: Int) -> String {
    let tenths = Int(clamping: (value * 10).rounded())
    return places == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension Int {
  /// The whole part of a number that came from elsewhere, or the nearest there is.
  package init(clamping value: Double) {
    self = value.isNaN ? 0 : Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }

  /// A length of time in seconds as people say it: `12 s`, `3 min 20 s`, `2 h 5 min`, `1 d 3 h`.
  package var asTime: String {
    let parts = [
      (self / 86400, "d"), (self / 3600 % 24, "h"), (self / 60 % 60, "min"), (self % 60, "s"),
    ]
    guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
    return parts[first..<Swift.min(first + 2, parts.count)].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}
