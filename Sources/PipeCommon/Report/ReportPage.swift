/// A report as one page to hand to others: it loads nothing, runs nothing, and can be read, printed
/// and kept by itself.
enum ReportPage {
  static func text(_ document: ReportDocument) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="data:,">
    <title>\(document.title.html)</title>
    <style>
    \(ReportStyle.text)
    </style>
    </head>
    <body>
    <header>
    <h1>\(document.title.html)</h1>
    </header>
    <main>
    <dl class="answers">
    \(document.answers.map(answer).joined(separator: "\n"))
    </dl>
    \(document.sections.filter(isPicture).map(section).joined())\
    <div class="lists">
    \(document.sections.filter { !isPicture($0) }.map(section).joined())</div>
    </main>
    <footer>Times are UTC. Made by quarantine-replay \(toolVersion).</footer>
    </body>
    </html>

    """
  }

  private static func answer(_ answer: ReportDocument.Answer) -> String {
    "<div><dt>\(answer.question.html)</dt><dd>\(answer.answer.html)</dd></div>"
  }

  private static func section(_ section: ReportSection) -> String {
    let body: String
    var remarks = section.remarks
    switch section.content {
    case .table(let table):
      guard !table.rows.isEmpty else { return "" }
      body = HTMLTable.text(section.title, table)
      let left = table.rows.count - table.shown
      if left > 0 { remarks.insert("and \(left.grouped) more", at: 0) }
    case .timeline(let timeline):
      guard !timeline.counts.isEmpty else { return "" }
      body = timelineBody(timeline)
    }
    return """
      <section id="\(section.kind)" class="\(isWide(section) ? "wide" : "narrow")">
      <h2>\(section.title.html)</h2>
      \(body)
      \(remarks.map { "<p class=\"remark\">\($0.html)</p>\n" }.joined())\
      \(paperRemark(section))</section>

      """
  }

  private static func paperRemark(_ section: ReportSection) -> String {
    guard case .table(let table) = section.content, table.shown > ReportStyle.paperRows else {
      return ""
    }
    return "<p class=\"remark paper\">On paper: the first \(ReportStyle.paperRows).</p>\n"
  }

  private static func isPicture(_ section: ReportSection) -> Bool {
    if case .timeline = section.content { true } else { false }
  }

  /// Whether a list takes the page's whole width.
  private static func isWide(_ section: ReportSection) -> Bool {
    guard case .table(let table) = section.content else { return true }
    return table.columns.count > 2
  }

  // MARK: The timeline

  private static func timelineBody(_ timeline: ReportTimeline) -> String {
    let ends = [timeline.starts.first, timeline.starts.last].compactMap { $0?.minute }
    let most = timeline.counts.max() ?? 0
    let label = """
      \(timeline.counts.reduce(0, +).grouped) events in steps of \(timeline.width.name) \
      from \(ends[0]) to \(ends[ends.count - 1]), at most \(most.grouped) in a step
      """
    let dates = ends.count > 1 && timeline.starts.count > 1 ? ends : [ends[0]]
    return """
      <p class="remark">In steps of \(timeline.width.name), at most \(most.grouped) in one.</p>
      <div class="picture">
      \(SVGPicture.columns(timeline.counts, timeline.starts, height: 120, label: label))
      <div class="ends">\(dates.map { "<span>\($0)</span>" }.joined())</div>
      </div>
      \(lines(timeline))
      <details>
      <summary>The numbers, step by step</summary>
      \(numbers(timeline))
      </details>
      """
  }

  private static func lines(_ timeline: ReportTimeline) -> String {
    guard !timeline.lines.isEmpty else { return "" }
    let rows = timeline.lines.map { line in
      let name = reportLabel(line.name)
      return """
        <tr><th scope="row">\(htmlName(line.name))</th><td class="number">\(line.total.grouped)</td>\
        <td class="line">\(SVGPicture.columns(line.counts, timeline.starts, height: 24, label: "When \(name) happened"))</td></tr>
        """
    }
    return """
      <table class="lines"><thead><tr><th scope="col">\(timeline.linesTitle.html)</th>\
      <th scope="col" class="number">events</th><th scope="col">when</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      """
  }

  /// Every number of the pictures; steps in which nothing happened are left out.
  private static func numbers(_ timeline: ReportTimeline) -> String {
    let heads = timeline.lines.map {
      "<th scope=\"col\" class=\"number\">\(htmlName($0.name))</th>"
    }
    let rows = timeline.counts.indices.filter { timeline.counts[$0] > 0 }.map { step in
      let cells = [timeline.counts[step]] + timeline.lines.map { $0.counts[step] }
      return "<tr><th scope=\"row\">\(timeline.starts[step].minute)</th>"
        + cells.map { "<td class=\"number\">\($0.grouped)</td>" }.joined() + "</tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Events step by step"><table>\
      <thead><tr><th scope="col">from</th><th scope="col" class="number">all events</th>\
      \(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }
}
