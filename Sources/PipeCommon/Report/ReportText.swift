/// A report for people at a terminal: aligned, with bars, within its width; plain and uncut when
/// piped.
struct ReportText {
  private static let barWidth = 16

  private let document: ReportDocument
  /// The terminal's columns; `nil` if it is none, where nothing is cut.
  private let width: Int?
  private let isColored: Bool
  private let picture: TextPicture

  /// - Parameters:
  ///   - width: the terminal's columns; `nil` if it is none.
  ///   - isUnicode: whether characters beyond ASCII can be shown.
  init(
    _ document: ReportDocument, width: Int?, isColored: Bool = false, isUnicode: Bool = true
  ) {
    self.document = document
    self.width = width
    self.isColored = isColored
    picture = TextPicture(isUnicode: isUnicode)
  }

  /// For whatever standard output is.
  init(_ document: ReportDocument) {
    let isTerminal = FileDescriptor.standardOutput.isTerminal
    self.init(
      document, width: isTerminal ? Terminal.columns(of: .standardOutput) : nil,
      isColored: Terminal.isColored(.standardOutput), isUnicode: Terminal.isUnicode)
  }

  var text: String {
    var blocks: [[String]] = [answers]
    for section in document.sections {
      switch section.content {
      case .table(let table) where !table.rows.isEmpty:
        blocks.append(lines(section.title, table) + remarks(section, table))
      case .timeline(let timeline) where !timeline.counts.isEmpty:
        blocks.append(lines(section.title, timeline) + remarks(section))
      default: break
      }
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var answers: [String] {
    let label = (document.answers.map(\.question.columns).max() ?? 0) + 4
    return [heading(document.title)]
      + document.answers.flatMap { question, answer in
        hanging("  " + question.padded(to: label - 2), answer.visible(), at: label)
      }
  }

  private func remarks(_ section: ReportSection, _ table: ReportTable? = nil) -> [String] {
    var remarks = section.remarks
    if let table, table.rows.count > table.shown {
      remarks.insert(
        "and \((table.rows.count - table.shown).grouped) more (--report=json has them)", at: 0)
    }
    return remarks.flatMap { hanging("  ", $0, at: 2) }
  }

  private func heading(_ text: String) -> String {
    isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  /// A text behind a label, its further lines beneath its first.
  private func hanging(_ label: String, _ text: String, at column: Int) -> [String] {
    guard let width else { return [label + text] }
    // Where too little is left beside the label, the text begins beneath it.
    let isBeside = width - column >= 24
    let indent = isBeside ? column : min(column, 4)
    let lines = text.wrapped(to: max(8, width - indent)).map {
      String(repeating: " ", count: indent) + $0
    }
    if !isBeside, column > 4 { return [label.cut(to: width).trimmed] + lines }
    return lines.enumerated().map { number, line in
      number == 0 ? label + line.dropFirst(column) : line
    }
  }
}

// MARK: Tables

extension ReportText {
  private func lines(_ title: String, _ table: ReportTable) -> [String] {
    let rows = table.rows.prefix(table.shown)
    var cells = [[title] + table.columns.map(\.title)]
    for row in rows {
      cells.append([row.label.visible()] + row.cells.map { text($0, isShort: false) })
    }
    let note = rows.first?.cells.firstIndex { if case .note = $0 { true } else { false } }
      .map { $0 + 1 }
    if let width, !fits(cells, width, note) {
      for (number, row) in rows.enumerated() {
        cells[number + 1].replaceSubrange(1..., with: row.cells.map { text($0, isShort: true) })
      }
      // The last columns are the ones that can be missed.
      while !fits(cells, width, note), cells[0].count > 2 {
        for row in cells.indices { cells[row].removeLast() }
      }
    }
    return lines(cells, rows, note: note)
  }

  private func lines(
    _ cells: [[String]], _ rows: ArraySlice<ReportTable.Row>, note: Int?
  ) -> [String] {
    var widths = widths(cells, note: note)
    let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
    if let width { widths[0] = min(widths[0], max(12, width - others - 2)) }
    let most = rows.map(\.weight).max() ?? 0
    let used = widths[0] + others + 4
    let hasBars = most > 0 && note == nil && width.map { $0 - used >= Self.barWidth } ?? false
    return cells.enumerated().flatMap { number, cells in
      let name = cells[0].cut(to: widths[0])
      var line = number == 0 ? name.padded(to: widths[0] + 2) : "  " + name.padded(to: widths[0])
      for column in cells.indices.dropFirst() where column != note {
        line += "  " + cells[column].aligned(to: widths[column])
      }
      if number == 0 { return [heading(line)] }
      if hasBars { line += "  " + picture.bar(rows[number - 1].weight, of: most, Self.barWidth) }
      guard let note, note < cells.count, !cells[note].isEmpty else { return [line.trimmed] }
      return hanging(line + "  ", cells[note], at: used - 2)
    }
  }

  private func fits(_ cells: [[String]], _ width: Int, _ note: Int?) -> Bool {
    widths(cells, note: note).dropFirst().reduce(14) { $0 + $1 + 2 } <= width
  }

  private func widths(_ cells: [[String]], note: Int?) -> [Int] {
    cells[0].indices.map { column in
      column == note ? 0 : cells.map { $0[column].columns }.max() ?? 0
    }
  }

  private func text(_ cell: ReportTable.Cell, isShort: Bool) -> String {
    switch cell {
    case .count(let count): count.grouped
    case .seconds(let seconds): seconds.asTime
    case .time(let time): (time?.minute).map { isShort ? String($0.suffix(11)) : $0 } ?? ""
    case .note(let note): note
    }
  }
}

// MARK: The timeline

extension ReportText {
  private func lines(_ title: String, _ timeline: ReportTimeline) -> [String] {
    let room = width ?? 80
    let totals = timeline.lines.map { $0.total.grouped }
    let most = (timeline.counts.max() ?? 0).grouped
    let numbers = ([most] + totals).map(\.columns).max() ?? 0
    let names = timeline.lines.map { reportLabel($0.name).visible() }
    let label = min(names.map(\.columns).max() ?? 0, room < 60 ? 12 : 28)
    let left = 2 + (label > 0 ? label + 2 : 0) + numbers + 2
    let columns = picture.columns(timeline.counts.count, in: max(8, room - left))
    var lines = [heading("\(title), in steps of \(timeline.width.name)")]
    let rows = picture.rows(timeline.counts, columns, height: 4)
    let highest = columns.merged(timeline.counts).max() ?? 0
    for (number, row) in rows.enumerated() {
      let mark = number == 0 ? highest.grouped : ""
      lines.append((mark.aligned(to: left - 2) + "  " + row).trimmed)
    }
    let blank = String(repeating: " ", count: left)
    lines.append(blank + picture.axis(columns.count))
    let ends = [timeline.starts.first, timeline.starts.last].compactMap { $0?.minute }
    let gap = columns.count - ends.map(\.columns).reduce(0, +)
    let isOne = timeline.starts.count < 2
    if isOne || gap < 1 {
      let from = isOne ? ends[0] : ends.joined(separator: " to ")
      lines.append(from.aligned(to: min(room, left + max(columns.count, from.columns))))
    } else {
      lines.append(blank + ends[0] + String(repeating: " ", count: gap) + ends[1])
    }
    for (line, name) in zip(timeline.lines, names) {
      let start = "  " + name.cut(to: label).padded(to: label) + "  "
      let count = line.total.grouped.aligned(to: numbers) + "  "
      lines.append((start + count + picture.line(line.counts, columns)).trimmed)
    }
    return lines
  }
}
