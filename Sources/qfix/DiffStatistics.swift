import PipeCommon

/// How `--diff` shows what would change.
enum DiffForm: String {
  case records, stat
}

/// `--diff=stat`: what each operation would change, with a few examples.
///
///     OPERATION                                BATCHES  MATCHED  CHANGED  LEFT ALONE
///     --rename-event 'Incorect Name=Correct'     1,204    1,377    1,377           0
///         "Incorect Name" → "Correct"
///
/// An example is what the document says to be changed after an operation and not before it.
struct DiffStatistics {
  struct Row {
    /// Batches in which it matched, and in which it changed something.
    var matched = 0
    var changed = 0
    var examples: [String] = []
  }

  private static let exampleLimit = 3
  /// What does not help is not tried for ever: a change back to what was read shows no difference.
  private static let tries = 100
  private static let longestExample = 1000
  /// So many changes of a batch are looked at for examples.
  private static let sample = 1000

  private(set) var rows: [Row]
  private var tries: [Int]
  /// What had been changed before the operation.
  private var before = Changes()

  private struct Changes {
    /// The first changes in the order of the text, by the place as it was read.
    var byPlace: [String: DocumentChange] = [:]
    /// Whether these are all.
    var areAll = true
  }

  init(_ operations: Int) {
    rows = Array(repeating: Row(), count: operations)
    tries = Array(repeating: Self.tries, count: operations)
  }

  private func wantsExamples(_ place: Int) -> Bool {
    rows[place].examples.count < Self.exampleLimit && tries[place] > 0
  }

  mutating func begin(_ place: Int, _ document: borrowing Document) {
    guard wantsExamples(place) else { return }
    before = Self.changes(document)
  }

  mutating func end(_ place: Int, _ tally: Tally, _ document: borrowing Document) {
    if tally.matched > 0 { rows[place].matched += 1 }
    guard tally.changed > 0 else { return }
    rows[place].changed += 1
    guard wantsExamples(place) else { return }
    tries[place] -= 1
    let after = Self.changes(document)
    for (path, change) in after.byPlace.sorted(by: { $0.key < $1.key }) {
      let earlier = before.byPlace[path]
      // It may be older than this operation.
      if earlier == nil, !before.areAll { continue }
      let old = earlier.map { $0.new } ?? change.old
      let oldPath = earlier?.newPath ?? change.oldPath
      guard old != change.new || oldPath != change.newPath else { continue }
      let example = Self.example(oldPath, old, change)
      guard !rows[place].examples.contains(example) else { continue }
      rows[place].examples.append(example)
      if rows[place].examples.count == Self.exampleLimit { break }
    }
  }

  private static func changes(_ document: borrowing Document) -> Changes {
    var changes = Changes()
    changes.areAll = document.forEachChange(atMost: sample) { changes.byPlace[$0.oldPath] = $0 }
    return changes
  }

  private static func example(
    _ oldPath: String, _ old: [UInt8]?, _ change: DocumentChange
  ) -> String {
    func text(_ value: [UInt8]?) -> String {
      guard let value else { return "nothing" }
      return String(decoding: value.prefix(longestExample), as: UTF8.self)
    }
    return oldPath == change.newPath
      ? "\(text(old)) → \(text(change.new))" : "\(oldPath) → \(change.newPath)"
  }

  /// - Parameter rows: each operation with its tally; those by the metadata have no row.
  static func table(_ rows: [(label: String, tally: Tally, row: Row?)]) -> String {
    let heads = ["BATCHES", "CHANGED", "PLACES", "CHANGED", "LEFT ALONE"]
    let counts = rows.map { _, tally, row in
      [row?.matched, row?.changed, tally.matched, tally.changed, tally.leftAlone]
        .map { $0?.grouped ?? "" }
    }
    let widths = heads.indices.map { column in
      counts.reduce(heads[column].columns) { max($0, $1[column].columns) }
    }
    let columns = Terminal.columns(of: .standardOutput)
    let numbers = widths.reduce(0) { $0 + $1 + 2 }
    let width = max(9, columns - numbers)
    func line(_ label: String, _ cells: [String]) -> String {
      let numbers = zip(cells, widths).map { "  " + $0.aligned(to: $1) }.joined()
      return label.padded(to: width) + numbers + "\n"
    }
    var text = line("OPERATION", heads)
    for ((label, _, row), counts) in zip(rows, counts) {
      // A label that does not fit has a line to itself: it is what tells operations apart.
      let label = label.visible()
      if label.columns > width {
        text += label.cut(to: columns) + "\n" + line("", counts)
      } else {
        text += line(label, counts)
      }
      for example in row?.examples ?? [] {
        text += "    " + example.visible().cut(to: columns - 4) + "\n"
      }
    }
    return text
  }
}
