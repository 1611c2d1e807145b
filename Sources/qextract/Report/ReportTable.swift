import PipeCommon

/// The report for people: aligned, with bars and within the width of a terminal; plain when piped.
struct ReportTable {
  private static let rowLimit = 20
  private static let barWidth = 16

  private let counts: ReportCounts
  /// The terminal's columns; `nil` if it is none, where nothing is cut.
  private let width: Int?
  private let isColored: Bool

  init(_ counts: ReportCounts) {
    self.counts = counts
    let isTerminal = FileDescriptor.standardOutput.isTerminal
    width = isTerminal ? Terminal.columns(of: .standardOutput) : nil
    isColored = Terminal.isColored(.standardOutput)
  }

  var text: String {
    var blocks = [overview.joined(separator: "\n")]
    for (name, list) in counts.lists where !list.isEmpty {
      blocks.append(section(name, list).joined(separator: "\n"))
    }
    if !counts.leftOut.isEmpty { blocks.append(leftOut.joined(separator: "\n")) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var overview: [String] {
    let users = counts.users
    var lines = [
      heading("In quarantine"),
      line(counts.batches, "batch"),
      line(counts.events, "event", " blocked"),
      line(users.count, "user", users.isEstimate ? " (standard error 0.8 %)" : ""),
      line(counts.withoutMPID, "batch", " without mpid"),
      line(
        counts.pastReplayWindow, "batch",
        " quarantined over \(ReportCounts.replayWindow) days ago: many tools refuse such old data"),
      line(
        counts.olderThan30Days, "batch",
        " over \(ReportCounts.historicalAge) days old: historical endpoint, no event outputs"),
    ]
    if let first = counts.firstTime, let last = counts.lastTime {
      lines.append("  events from \(first.minute) to \(last.minute) UTC")
    }
    return lines
  }

  private func line(_ count: Int, _ noun: String, _ rest: String = "") -> String {
    "  " + count.grouped.aligned(to: 13) + count.counted(noun).dropFirst(count.grouped.count) + rest
  }

  private var leftOut: [String] {
    [heading("Left out of what qextract would write, with these options")]
      + counts.rankedLeftOut.map { reason, count in
        let amounts = [(count.batches, "batch"), (count.events, reason.eventNoun)]
          .filter { $0.0 > 0 }.map { $0.0.counted($0.1) }
        return "  " + amounts.joined(separator: ", ").padded(to: 30) + "  " + reason.reason
      }
  }

  // MARK: Lists

  private func section(_ name: String, _ list: NameCounts) -> [String] {
    let rows = list.ranked.filter(list.isSure).prefix(Self.rowLimit)
    let columns = columns(name)
    var table = [[Self.titles[name] ?? name] + columns.map(\.title)]
    for row in rows { table.append([label(row)] + columns.map { $0.value(row) }) }
    var widths = table[0].indices.map { column in table.map { $0[column].columns }.max() ?? 0 }
    let others = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
    let room = width.map { max(12, $0 - others - 2) }
    if let room { widths[0] = min(widths[0], room) }
    let hasBars = width.map { $0 - widths[0] - others - 4 >= Self.barWidth } ?? false
    let most = rows.first?.count ?? 1
    var lines: [String] = []
    for (number, cells) in table.enumerated() {
      let isTitle = number == 0
      let name = cells[0].cut(to: widths[0])
      var line = isTitle ? name.padded(to: widths[0] + 2) : "  " + name.padded(to: widths[0])
      for (cell, width) in zip(cells, widths).dropFirst() { line += "  " + cell.aligned(to: width) }
      if isTitle { line = heading(line) }
      if hasBars, !isTitle { line += "  " + bar(rows[number - 1].count, of: most) }
      lines.append(line)
    }
    return lines + remarks(list, shown: rows.count)
  }

  private func remarks(_ list: NameCounts, shown: Int) -> [String] {
    var lines: [String] = []
    if list.isApproximate {
      lines.append(
        "  about \(list.distinct.grouped) names, too many to keep: a count is at most "
          + "\(list.floor.grouped) too high, times begin late, and rarer names are not listed")
    } else if list.distinct > shown {
      lines.append("  and \((list.distinct - shown).grouped) more (--report=json has them)")
    }
    return lines
  }

  private typealias Column = (title: String, value: (NameCounts.Entry) -> String)

  private func columns(_ name: String) -> [Column] {
    let times: [Column] = [
      ("first event", { $0.first?.minute ?? "" }), ("last event", { $0.last?.minute ?? "" }),
    ]
    switch name {
    case "plans", "environments":
      return [("batches", { $0.count.grouped }), ("events", { $0.also.grouped })] + times
    case "event_types", "event_names": return [("events", { $0.count.grouped })] + times
    case "event_attributes": return [("events", { $0.count.grouped })]
    default: return [("batches", { $0.count.grouped })]
    }
  }

  private func label(_ entry: NameCounts.Entry) -> String {
    guard let name = entry.name else { return "(none)" }
    return name.isEmpty ? "(empty)" : String(decoding: name, as: UTF8.self).visible()
  }

  private func heading(_ text: String) -> String {
    isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  /// Eighths of a block, so that even small shares differ.
  private func bar(_ count: Int, of most: Int) -> String {
    let eighths = max(1, Int(Double(count) / Double(max(most, 1)) * Double(Self.barWidth * 8)))
    let rest = eighths % 8
    return String(repeating: "█", count: eighths / 8)
      + (rest > 0 ? String(Unicode.Scalar(UInt32(0x2590 - rest))!) : "")
  }

  private static let titles = [
    "plans": "Data plans", "environments": "Environments", "event_types": "Event types",
    "event_names": "Event names", "event_attributes": "Blocked event attributes",
    "user_attributes": "Blocked user attributes", "user_identities": "Blocked user identities",
    "device_identities": "Blocked device identities",
  ]
}

extension LeftOut {
  fileprivate var eventNoun: String { self == .unmatchedIDs ? "id" : "event" }
}
