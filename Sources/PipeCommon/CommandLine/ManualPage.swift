/// The table as a manual page: `--generate man`.
extension OptionTable {
  var manualPage: String {
    var lines = [
      ".TH \(tool.uppercased()) 1 \"\" \"quarantine-replay \(toolVersion)\" \"User Commands\"",
      ".SH NAME", "\(roff(tool)) \\- \(roff(summary))",
      ".SH SYNOPSIS", ".B \(roff(tool))", "[\\fIoption\\fR...] [\\fIFILE\\fR...]",
      ".SH DESCRIPTION", roff(purpose),
    ]
    for note in notes { lines += [".PP", roff(note)] }
    lines.append(".SH OPTIONS")
    for group in groups {
      lines.append(".SS \"\(roff(group.title).replacingQuotes())\"")
      for option in group.options {
        lines += [".TP", entry(option), roff(option.help)]
      }
    }
    lines.append(".SH EXIT STATUS")
    for (status, meaning) in ExitCode.meanings { lines += [".TP", ".B \(status)", roff(meaning)] }
    lines.append(".SH EXAMPLES")
    for example in examples { lines += literal(example) }
    for topic in topics {
      lines.append(".SH \(roff(topic.name.uppercased()))")
      lines += literal(topic.text)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func entry(_ option: Option<Settings>) -> String {
    let names = [option.shortName, option.name].compactMap { $0 }
      .map { "\\fB\(roff($0))\\fR" }.joined(separator: ", ")
    guard let placeholder = option.placeholder else { return names }
    let value = "\\fI\(roff(placeholder))\\fR"
    return option.isValueOptional ? "\(names)[=\(value)]" : "\(names) \(value)"
  }

  /// Text that keeps its lines.
  private func literal(_ text: String) -> [String] {
    [".PP", ".nf", roff(text), ".fi"]
  }

  /// Text that means itself in roff.
  private func roff(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let escaped = line.reduce(into: "") { escaped, character in
        switch character {
        case "\\": escaped += "\\e"
        case "-": escaped += "\\-"
        // Outside UTF-8, man leaves it out and complains.
        case "…": escaped += "..."
        default: escaped.append(character)
        }
      }
      // A line that begins so would be a request.
      return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate func replacingQuotes() -> String { replacing("\"", with: "\\(dq") }
}
