/// One option: what it is called, what it takes, and what it does to the settings.
package struct Option<Settings> {
  /// The long name with its dashes: `--rejects`.
  let name: String
  /// The short name with its dash: `-q`.
  let shortName: String?
  /// What the value is called in the help; `nil` for an option without one.
  let placeholder: String?
  let help: String
  let apply: (inout Settings, String) throws(UsageError) -> Void

  package static func flag(
    _ name: String, short shortName: String? = nil, _ help: String,
    _ apply: @escaping (inout Settings) throws(UsageError) -> Void
  ) -> Option {
    Option(name: name, shortName: shortName, placeholder: nil, help: help) {
      (settings, _) throws(UsageError) in try apply(&settings)
    }
  }

  /// An option that takes a file's name.
  package static func file(
    _ name: String, _ help: String, _ apply: @escaping (inout Settings, String) -> Void
  ) -> Option {
    value(name, "FILE", help) { (settings, path) throws(UsageError) in
      guard !path.isEmpty else { throw UsageError("\(name) needs the name of a file") }
      apply(&settings, path)
    }
  }

  package static func value(
    _ name: String, short shortName: String? = nil, _ placeholder: String, _ help: String,
    _ apply: @escaping (inout Settings, String) throws(UsageError) -> Void
  ) -> Option {
    Option(name: name, shortName: shortName, placeholder: placeholder, help: help, apply: apply)
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
  package let tool: String
  let purpose: String
  let groups: [OptionGroup<Settings>]
  let notes: [String]
  let examples: [String]

  package init(
    tool: String, purpose: String, groups: [OptionGroup<Settings>], notes: [String] = [],
    examples: [String]
  ) {
    self.tool = tool
    self.purpose = purpose
    self.groups = groups
    self.notes = notes
    self.examples = examples
  }

  var options: [Option<Settings>] { groups.flatMap(\.options) }
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
}
