/// The table as a manual page: `--generate man`.
extension OptionTable {
  var manualPage: String {
    var lines = [
      ".TH \(tool.uppercased()) 1 \"\" \"quarantine-replay \(toolVersion)\" \"User Commands\"",
      ".nh", ".ad l", ".SH NAME", "\(Roff.text(tool)) \\- \(Roff.text(summary))",
      ".SH SYNOPSIS", "\\fB\(Roff.text(tool))\\fR [\\fIoption\\fR...] [\\fIFILE\\fR...]",
      ".SH DESCRIPTION",
    ]
    for text in [purpose] + notes { lines += HelpText(text).roff }
    lines.append(".SH OPTIONS")
    for group in groups {
      lines.append(".SS \"\(Roff.text(group.title).replacing("\"", with: "\\(dq"))\"")
      for option in group.options { lines += [".TP", entry(option), Roff.text(option.help)] }
    }
    for topic in topics + sections {
      lines += [".SH \(Roff.text(topic.title.uppercased()))"] + HelpText(topic.text).roff
    }
    lines.append(".SH EXAMPLES")
    for example in examples {
      lines += [".PP", ".RS 2", ".nf"] + example.split(separator: "\n").map { Roff.text($0) }
      lines += [".fi", ".RE"]
    }
    let others = ["jq", "qextract", "qfix", "qsend"].filter { $0 != tool }
    lines += [".SH SEE ALSO", others.map { "\\fB\($0)\\fR(1)" }.joined(separator: ", ")]
    return lines.joined(separator: "\n") + "\n"
  }

  private func entry(_ option: Option<Settings>) -> String {
    let names = [option.shortName, option.name].compactMap { $0 }
      .map { "\\fB\(Roff.text($0))\\fR" }.joined(separator: ", ")
    guard let placeholder = option.placeholder else { return names }
    let value = "\\fI\(Roff.text(placeholder))\\fR"
    return option.isValueOptional ? "\(names)[=\(value)]" : "\(names) \(value)"
  }
}

/// What manual pages are written in.
enum Roff {
  /// Text that means itself.
  static func text(_ text: some StringProtocol) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let escaped = line.reduce(into: "") { escaped, character in
        switch character {
        case "\\": escaped += "\\e"
        case "-": escaped += "\\-"
        // Outside UTF-8, man leaves these out and complains.
        case "…": escaped += "..."
        case "é": escaped += "\\('e"
        default: escaped.append(character)
        }
      }
      // A line that begins so would be a request.
      return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }.joined(separator: "\n")
  }
}
