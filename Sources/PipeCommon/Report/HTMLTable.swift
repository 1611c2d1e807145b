/// A table of a report in a page.
enum HTMLTable {
  static func text(_ title: String, _ table: ReportTable) -> String {
    let rows = table.rows.prefix(table.shown)
    let kinds = rows.first?.cells ?? []
    let heads = zip(table.columns, kinds).map { column, cell in
      "<th scope=\"col\"\(style(cell))>\(column.title.html)</th>"
    }
    let most = rows.map(\.weight).max() ?? 0
    let body = rows.map { row in
      let name = row.ownLabel.map(\.html) ?? htmlName(row.name)
      let bar = row.weight > 0 ? SVGPicture.bar(row.weight, of: most) : ""
      return "<tr><th scope=\"row\">\(name)\(bar)</th>"
        + row.cells.map { "<td\(style($0))>\(text($0))</td>" }.joined() + "</tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(title.html)"><table>\
      <thead><tr><th scope="col">name</th>\(heads.joined())</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private static func style(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .count, .seconds: " class=\"number\""
    case .time: " class=\"time\""
    case .note: " class=\"note\""
    }
  }

  private static func text(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .count(let count): count.grouped
    case .seconds(let seconds): seconds.asTime
    case .time(let time): time?.minute ?? "–"
    case .note(let note): note.html
    }
  }
}
