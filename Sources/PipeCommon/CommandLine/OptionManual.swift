/// The table as a person reads it.
extension OptionTable {
  /// `--help`: usage, options in groups, examples.
  var help: String {
    var lines = ["Usage: \(tool) [option…] [FILE…]", "", purpose]
    let options = groups.flatMap { $0.options.map(label) }
    let width = min(options.map(\.count).max() ?? 0, 34) + 2
    for group in groups {
      lines += ["", "\(group.title):"]
      lines += group.options.flatMap { entry(label($0), $0.help, width) }
    }
    lines += ["", "  -h, --help     this text"]
    lines += ["  --version      the version"]
    if !notes.isEmpty { lines += [""] + notes }
    lines += ["", examples.count == 1 ? "Example:" : "Examples:"]
    lines += examples.flatMap { $0.split(separator: "\n").map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is said when nothing is piped in.
  var shortHelp: String {
    "Usage: \(tool) [option…] [FILE…]\n\(purpose)\nTry '\(tool) --help'.\n"
  }

  private func label(_ option: Option<Settings>) -> String {
    let names = (option.shortName.map { "\($0), " } ?? "") + option.name
    return names + (option.placeholder.map { " \($0)" } ?? "")
  }

  private func entry(_ label: String, _ help: String, _ width: Int) -> [String] {
    let indent = String(repeating: " ", count: width + 2)
    let first =
      label.count < width
      ? "  " + label + String(repeating: " ", count: width - label.count) : "  \(label)\n\(indent)"
    return (first + help.split(separator: "\n").joined(separator: "\n\(indent)"))
      .split(separator: "\n").map(String.init)
  }
}
