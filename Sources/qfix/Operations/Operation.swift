import PipeCommon

/// One fix.
protocol Operation {
  /// As it stands in the summary: the option and its value.
  var label: String { get }
  /// The places it may change, for the identity guard.
  var paths: [JSONPath] { get }
  /// Whether it makes sense for all events at once.
  var needsSelector: Bool { get }
  /// Whether it is about the batch alone, so that no `--on` limits it.
  var isAboutBatch: Bool { get }
  /// Whether it looks at the events: the batch's own members are found without them.
  var concernsEvents: Bool { get }
  /// Whether what `--on` selected is gone after it, or all that is left.
  var endsSelection: Bool { get }
  /// Whether another event may be selected after it: it changes which events there are, what type
  /// they have or what they are called.
  var affectsSelection: Bool { get }
  /// Why it leaves alone what it finds and does not change, as it reads after "because".
  var obstacle: String { get }

  /// What it looked for in a batch in which it matched nothing, and what was there instead.
  func miss(in document: inout Document, _ scope: EventScope) -> Miss?

  /// Changes the batch.
  ///
  /// - Returns: how many places it was about, and how many of them it changed.
  func apply(to document: inout Document, _ scope: EventScope) -> Tally
}

extension Operation {
  var paths: [JSONPath] { [] }
  var needsSelector: Bool { false }
  var isAboutBatch: Bool { false }
  var concernsEvents: Bool {
    !isAboutBatch && (paths.isEmpty || paths.contains { $0.isInsideEvents })
  }
  var endsSelection: Bool { false }
  var obstacle: String { "" }
  func miss(in document: inout Document, _ scope: EventScope) -> Miss? {
    paths.first.flatMap { document.miss(of: $0, in: scope) }
  }
  var affectsSelection: Bool {
    paths.contains { path in EventSelector.decisive.contains { path.touches($0) } }
  }
}

/// How often an operation found something, and did something.
struct Tally {
  var matched = 0
  var changed = 0
  /// What it found but could not change: a value that does not convert, a key that exists already.
  var leftAlone = 0

  static func += (sum: inout Tally, other: Tally) {
    sum.matched += other.matched
    sum.changed += other.changed
    sum.leftAlone += other.leftAlone
  }
}
