import PipeCommon

/// One fix. To add one: a file here with its type, a line in `Options`, a test.
protocol Operation {
  /// As it stands in the summary: the option and its value.
  var label: String { get }
  /// The places it may change, for the identity guard.
  var paths: [JSONPath] { get }
  /// Whether it makes sense for all events at once.
  var needsSelector: Bool { get }

  /// Changes the batch.
  ///
  /// - Returns: how many places it was about, and how many of them it changed.
  func apply(to document: inout Document, _ scope: EventScope) -> Tally
}

extension Operation {
  var paths: [JSONPath] { [] }
  var needsSelector: Bool { false }
}

/// How often an operation found something, and did something.
struct Tally {
  var matched = 0
  var changed = 0

  static func += (sum: inout Tally, other: Tally) {
    sum.matched += other.matched
    sum.changed += other.changed
  }
}
