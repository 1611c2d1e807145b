import PipeCommon

/// What is measured, and on what.
struct BenchSettings {
  var megabytes = 64
  var runs = 5
  var export = ExportShape()

  static let help = """
    Usage: scripts/bench [option…]
      --size MB         size of the export (64)
      --events N        events a batch, at most (40)
      --blocked PERCENT how many of them were blocked (50)
      --numeric-ids     ids as numbers, not strings
      --runs N          runs of each program (5); the median counts
    """

  /// - Returns: `nil` if help is asked for.
  init?(_ arguments: some Collection<String>) throws(UsageError) {
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      if name == "--help" || name == "-h" { return nil }
      if name == "--numeric-ids" {
        export.hasNumericIDs = true
        continue
      }
      guard let text = rest.popFirst() else { throw UsageError("\(name) needs a value") }
      switch name {
      case "--size": megabytes = try OptionValue.integer(text, in: 1...100_000, name)
      case "--events": export.mostEvents = try OptionValue.integer(text, in: 1...10_000, name)
      case "--blocked": export.percentBlocked = try OptionValue.integer(text, in: 0...100, name)
      case "--runs": runs = try OptionValue.integer(text, in: 1...100, name)
      default: throw UsageError("unknown option '\(name)'")
      }
    }
  }
}
