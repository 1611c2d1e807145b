/// The table as a person reads it at the shell.
extension OptionTable {
  /// As many columns as are read with ease, or as there are.
  static var columns: Int {
    guard FileDescriptor.standardOutput.isTerminal else { return 100 }
    return max(40, min(Terminal.columns(of: .standardOutput), 100))
  }

  /// `--help`: usage, options in groups, examples.
  func help(columns: Int = Self.columns) -> String {
    var lines = [usage, ""] + HelpText(purpose).lines(columns: columns)
    let width = HelpText.width(of: options.map(label), columns)
    for group in groups {
      lines += [""] + HelpText.filled(group.title + ":", columns)
      lines += HelpText.table(
        group.options.map { (label($0), $0.help) }, columns, width: width)
    }
    for note in notes { lines += [""] + HelpText(note).lines(columns: columns) }
    lines += ["", examples.count == 1 ? "Example:" : "Examples:"]
    lines += examples.flatMap { $0.split(separator: "\n").map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `--help TOPIC`.
  func page(on topic: HelpTopic, columns: Int = Self.columns) -> String {
    HelpText(topic.text).lines(columns: columns).joined(separator: "\n") + "\n"
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
}
