/// The table as a person reads it at the shell.
extension OptionTable {
  /// `--help`: usage, options in groups, examples.
  var help: String {
    var lines = [usage, "", purpose]
    let width = min(options.map { label($0).count }.max() ?? 0, 34) + 2
    for group in groups {
      lines += ["", "\(group.title):"]
      lines += group.options.flatMap { entry(label($0), $0.help, width) }
    }
    if !notes.isEmpty { lines += [""] + notes }
    lines += ["", examples.count == 1 ? "Example:" : "Examples:"]
    lines += examples.flatMap { $0.split(separator: "\n").map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  var usage: String { "Usage: \(tool) [option…] [FILE…]" }

  /// What is said when nothing is piped in.
  var shortHelp: String { "\(usage)\n\(purpose)\nTry '\(tool) --help'.\n" }

  /// An option's names and its value.
  func label(_ option: Option<Settings>) -> String {
    let names = (option.shortName.map { "\($0), " } ?? "") + option.name
    guard let placeholder = option.placeholder else { return names }
    return option.isValueOptional ? "\(names)[=\(placeholder)]" : "\(names) \(placeholder)"
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
