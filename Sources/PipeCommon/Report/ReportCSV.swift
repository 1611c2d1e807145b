/// A report as one list for spreadsheets and databases (RFC 4180): kind, name, and a column for
/// everything that any kind has.
enum ReportCSV {
  static func text(_ document: ReportDocument) -> String {
    var columns: [String] = []
    for section in document.sections {
      for name in names(section.content) where !columns.contains(name) { columns.append(name) }
    }
    var text = (["kind", "name"] + columns).joined(separator: ",") + "\r\n"
    for section in document.sections {
      switch section.content {
      case .table(let table):
        for row in table.rows {
          let cells = zip(table.columns.map(\.name), row.cells.map(value))
          add(section.kind, row.name, Array(cells), columns, to: &text)
        }
      case .timeline(let timeline):
        add(section.kind, nil, timeline, timeline.counts, columns, to: &text)
        for one in timeline.lines {
          add("\(section.kind)_name", one.name, timeline, one.counts, columns, to: &text)
        }
      }
    }
    return text
  }

  private static func names(_ content: ReportSection.Content) -> [String] {
    switch content {
    case .table(let table): table.columns.map(\.name)
    case .timeline: ["count", "first_time", "seconds"]
    }
  }

  /// Steps in which nothing happened have no line.
  private static func add(
    _ kind: String, _ name: [UInt8]?, _ timeline: ReportTimeline, _ counts: [Int],
    _ columns: [String], to text: inout String
  ) {
    for (start, count) in zip(timeline.starts, counts) where count > 0 {
      let cells = [
        ("count", "\(count)"), ("first_time", "\(start)"), ("seconds", "\(timeline.width.seconds)"),
      ]
      add(kind, name, cells, columns, to: &text)
    }
  }

  private static func add(
    _ kind: String, _ name: [UInt8]?, _ cells: [(String, String)], _ columns: [String],
    to text: inout String
  ) {
    let values = columns.map { column in cells.first { $0.0 == column }.map { cell($0.1) } ?? "" }
    // Nothing is no name, and quotes around nothing an empty one.
    let name = name.map { $0.isEmpty ? "\"\"" : cell(String(decoding: $0, as: UTF8.self)) } ?? ""
    text += ([kind, name] + values).joined(separator: ",") + "\r\n"
  }

  private static func value(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .count(let count), .seconds(let count): "\(count)"
    case .time(let time): time.map { "\($0)" } ?? ""
    case .note(let note): note
    }
  }

  /// A cell that a spreadsheet takes for text, and a terminal for nothing else: an apostrophe goes
  /// before what would be a formula, control characters are written out.
  static func cell(_ text: String) -> String {
    // By scalars: a combining character would hide the one that it stands on.
    let scalars = text.visible().unicodeScalars
    let isFormula = scalars.first.map {
      "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0)
    }
    let isQuoted = scalars.contains { $0 == "\"" || $0 == "," }
    var cell = isFormula ?? false ? "'" : ""
    for scalar in scalars { cell.unicodeScalars += scalar == "\"" ? [scalar, scalar] : [scalar] }
    return isQuoted ? "\"\(cell)\"" : cell
  }
}
