/// One option: what it is called, what it takes, and what it does to the settings.
package struct Option<Settings> {
  /// What a shell can offer for the value.
  enum Completion {
    case nothing
    case files
    case words([String])
  }

  /// The long name with its dashes: `--rejects`.
  let name: String
  /// The short name with its dash: `-q`.
  let shortName: String?
  /// What the value is called in the help; `nil` for an option without one.
  let placeholder: String?
  /// Whether the value may be missing; it is then given with `=` only.
  var isValueOptional = false
  let help: String
  var completion = Completion.nothing
  /// Whether the value is a name of the system's, which need not be UTF-8.
  var takesName = false
  let apply: (inout Settings, String) throws(UsageError) -> Void

  /// An option without a value.
  package static func flag(
    _ name: String, short shortName: String? = nil, _ help: String,
    _ apply: @escaping (inout Settings) throws(UsageError) -> Void
  ) -> Option {
    Option(name: name, shortName: shortName, placeholder: nil, help: help) {
      (settings, _) throws(UsageError) in try apply(&settings)
    }
  }

  /// - Parameter words: what the value can be, for the shell to offer.
  package static func value(
    _ name: String, short shortName: String? = nil, _ placeholder: String, _ help: String,
    words: [String] = [],
    _ apply: @escaping (inout Settings, String) throws(UsageError) -> Void
  ) -> Option {
    var option = Option(
      name: name, shortName: shortName, placeholder: placeholder, help: help, apply: apply)
    if !words.isEmpty { option.completion = .words(words) }
    return option
  }

  /// An option whose value, one of a few words, may be left out.
  ///
  /// - Parameter placeholder: what the help calls the value, if not by its words.
  package static func optionalValue(
    _ name: String, short shortName: String? = nil, _ words: [String], called: String? = nil,
    _ help: String, _ apply: @escaping (inout Settings, String?) throws(UsageError) -> Void
  ) -> Option {
    let placeholder = called ?? words.joined(separator: "|")
    var option = value(name, short: shortName, placeholder, help, words: words) {
      (settings, text) throws(UsageError) in try apply(&settings, text.isEmpty ? nil : text)
    }
    option.isValueOptional = true
    return option
  }
}

extension Option where Settings: ToolSettings {
  /// An option that takes a file's name, which the settings remember.
  package static func file(
    _ name: String, short shortName: String? = nil, _ help: String,
    _ apply: @escaping (inout Settings, String) throws(UsageError) -> Void
  ) -> Option {
    var option = value(name, short: shortName, "FILE", help) {
      (settings, path) throws(UsageError) in
      guard !path.isEmpty else { throw UsageError("\(name) needs the name of a file") }
      settings.common.namedFiles.append((name, path))
      try apply(&settings, path)
    }
    option.completion = .files
    option.takesName = true
    return option
  }
}

/// Options that belong together, under one heading of the help.
package struct OptionGroup<Settings> {
  let title: String
  let options: [Option<Settings>]

  package init(_ title: String, _ options: [Option<Settings>]) {
    self.title = title
    self.options = options
  }
}

/// Everything there is to say about a tool's command line, said once.
package struct OptionTable<Settings> {
  /// Its name.
  package let tool: String
  /// What the tool is, in a few words.
  let summary: String
  let purpose: String
  let groups: [OptionGroup<Settings>]
  let notes: [String]
  let examples: [String]
  /// What `--help` tells more of, as sections of the manual page too.
  let topics: [HelpTopic]
  /// What only the manual page tells.
  let sections: [HelpTopic]

  package init(
    tool: String, summary: String, purpose: String, groups: [OptionGroup<Settings>],
    notes: [String] = [], examples: [String], topics: [HelpTopic] = [],
    sections: [HelpTopic] = []
  ) {
    self.tool = tool
    self.summary = summary
    self.purpose = purpose
    self.topics = topics + [.replay, .exit]
    self.sections =
      (sections.contains { $0.name == HelpTopic.environment.name } ? [] : [.environment])
      + sections + [.signals, .installed]
    self.groups = groups + [Self.about(self.topics)]
    self.notes = notes
    self.examples = examples
  }

  var options: [Option<Settings>] { groups.flatMap(\.options) }

  /// What every tool can say of itself; the parser answers these.
  private static func about(_ topics: [HelpTopic]) -> OptionGroup<Settings> {
    let names = topics.map(\.name)
    let help = Option<Settings>.optionalValue(
      BuiltIn.help.rawValue, short: "-h", names, called: "TOPIC",
      "this text, or more on \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
    ) { (_, _) in }
    return OptionGroup(
      "About",
      [
        help, .flag(BuiltIn.version.rawValue, short: "-V", "the version") { _ in },
        .value(
          BuiltIn.generate.rawValue, "FORM", "a manual page (man), or completions for a shell",
          words: GeneratedForm.allCases.map(\.rawValue)
        ) { (_, _) in },
      ])
  }
}

/// The options that are answered before anything else is looked at.
enum BuiltIn: String, CaseIterable {
  case help = "--help"
  case version = "--version"
  case generate = "--generate"
}

/// The settings of a tool, with their defaults, and the table that changes them.
package protocol ToolSettings {
  static var table: OptionTable<Self> { get }
  var common: CommonSettings { get set }
  /// The FILE operands.
  var operands: [String] { get set }

  init()

  /// Checks what options say together; called once, when all were read.
  mutating func validate() throws(UsageError)

  /// Files that are written beside standard output, with their options.
  var outputs: [(option: String, path: String)] { get }

  /// What there is to say where only the options were to be checked, and nothing is to be read.
  var answer: String? { get }
}

extension ToolSettings {
  package var answer: String? { nil }
  package var outputs: [(option: String, path: String)] { common.outputs }
}
