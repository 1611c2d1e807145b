/// The closing count: one line for people, one JSON object for programs.
package struct Summary {
  /// The tool's name.
  package let tool: String
  /// Everything read: the sum of the four that follow.
  package var records = 0
  /// Records handed on.
  package var passed = 0
  /// Records left out on purpose.
  package var filtered = 0
  /// Blank lines and `{}`.
  package var blank = 0
  /// Records that could not be handled.
  package var rejected = 0
  /// Bytes read.
  package var bytesIn = 0
  /// Bytes written to standard output.
  package var bytesOut = 0
  /// What the tool counts beside the common numbers, in the order of the JSON object.
  package var details: [(name: String, value: PlainJSON)] = []
  /// How often a warning applied, by its name.
  package var warnings: [(name: String, count: Int)] = []
  /// The tool's own words for the line on standard error, after the common ones.
  package var remarks: [String] = []

  private let started = ContinuousClock.now

  package init(tool: String) { self.tool = tool }

  /// Adds to a warning's count; nothing is noted for zero.
  package mutating func warn(_ name: String, _ count: Int) {
    guard count > 0 else { return }
    if let place = warnings.firstIndex(where: { $0.name == name }) {
      warnings[place].count += count
    } else {
      warnings.append((name, count))
    }
  }

  /// Seconds since the tool began, to the millisecond.
  package var milliseconds: Int {
    let elapsed = ContinuousClock.now - started
    return Int(elapsed.components.seconds) * 1000
      + Int(elapsed.components.attoseconds / 1_000_000_000_000_000)
  }

  /// The line for people: what came in, and where it went.
  package var line: String {
    var parts = [records.counted("record"), "\(passed.grouped) passed"]
    for (name, count) in [("filtered", filtered), ("blank", blank), ("rejected", rejected)]
    where count > 0 {
      parts.append("\(count.grouped) \(name)")
    }
    return (parts + remarks).joined(separator: ", ")
  }

  /// The object for programs.
  package func json(exit: ExitCode) -> String {
    let members: [(name: String, value: PlainJSON)] = [
      ("tool", .text(tool)), ("version", .text(toolVersion)), ("records", .count(records)),
      ("passed", .count(passed)), ("filtered", .count(filtered)), ("blank", .count(blank)),
      ("rejected", .count(rejected)), ("bytes_in", .count(bytesIn)),
      ("bytes_out", .count(bytesOut)), ("seconds", .thousandths(milliseconds)),
      ("exit", .count(Int(exit.status))),
      ("warnings", .object(warnings.map { ($0.name, .count($0.count)) })),
    ]
    return PlainJSON.object(members + details).text + "\n"
  }
}

extension Int {
  /// With its noun: `1 record`, `2 records`, `2 batches`.
  package func counted(_ noun: String) -> String {
    grouped + " " + noun + (self == 1 ? "" : noun.hasSuffix("ch") ? "es" : "s")
  }

  /// With a comma every three digits, for people.
  package var grouped: String {
    var digits = String(magnitude)
    var grouped = ""
    while digits.count > 3 {
      grouped = "," + digits.suffix(3) + grouped
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + digits + grouped
  }
}
