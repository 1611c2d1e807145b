/// What a command line asks for.
enum Request<Settings> {
  case run(Settings)
  /// A text for standard output: help, the version, what can be generated.
  case print(String)
}

extension OptionTable where Settings: ToolSettings {
  /// Reads the arguments: long options with `=` or a space, short ones combined, `--` as the end.
  func parse(_ arguments: [String]) throws(UsageError) -> Request<Settings> {
    var settings = Settings()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        settings.operands += rest
        break
      } else if argument.hasPrefix("--") {
        let (name, attached) = split(argument)
        if let builtIn = BuiltIn(rawValue: name) {
          return .print(try answer(builtIn, attached, rest.first))
        }
        try parseLong(name, attached, &rest, &settings)
      } else if argument.hasPrefix("-"), argument != "-" {
        if let builtIn = try parseShort(argument.dropFirst(), &rest, &settings) {
          return .print(try answer(builtIn, nil, rest.first))
        }
      } else {
        settings.operands.append(argument)
      }
    }
    try settings.validate()
    return .run(settings)
  }

  /// Does what an option does, as if it stood on the command line.
  ///
  /// - Returns: whether there is such an option.
  package func apply(
    _ name: String, _ value: String, to settings: inout Settings
  ) throws(UsageError) -> Bool {
    guard let option = options.first(where: { $0.name == name }) else { return false }
    try option.apply(&settings, value)
    return true
  }

  private func split(_ argument: String) -> (name: String, attached: String?) {
    let scalars = argument.unicodeScalars
    guard let equals = scalars.firstIndex(of: "=") else { return (argument, nil) }
    return (String(scalars[..<equals]), String(scalars[scalars.index(after: equals)...]))
  }

  /// - Parameter next: the argument behind it, which may be the subject.
  private func answer(
    _ builtIn: BuiltIn, _ attached: String?, _ next: String?
  ) throws(UsageError) -> String {
    switch builtIn {
    case .version:
      return "\(tool) \(toolVersion)\n"
    case .help:
      let subject = attached ?? next.flatMap { next in topics.first { $0.name == next }?.name }
      guard let subject else { return help() }
      guard let topic = topics.first(where: { $0.name == subject }) else {
        let names = topics.map(\.name)
        throw UsageError(
          "--help takes \(names.joined(separator: ", ")); not '\(subject)'"
            + Spelling.suggestion(for: subject, among: names))
      }
      return page(on: topic)
    case .generate:
      return generated(try OptionValue.choice(attached ?? next ?? "", builtIn.rawValue))
    }
  }

  private func parseLong(
    _ name: String, _ attached: String?, _ rest: inout ArraySlice<String>,
    _ settings: inout Settings
  ) throws(UsageError) {
    guard let option = options.first(where: { $0.name == name }) else {
      throw UsageError(
        "unknown option '\(name)'"
          + Spelling.suggestion(for: name, among: options.map(\.name)))
    }
    if option.placeholder == nil, attached != nil {
      throw UsageError("\(name) takes no value")
    }
    try apply(option, attached: attached, &rest, &settings)
  }

  /// - Returns: what is to be answered before anything else.
  private func parseShort(
    _ letters: Substring, _ rest: inout ArraySlice<String>, _ settings: inout Settings
  ) throws(UsageError) -> BuiltIn? {
    var letters = letters
    while let letter = letters.popFirst() {
      if letter == "h" { return .help }
      if letter == "V" { return .version }
      guard let option = options.first(where: { $0.shortName == "-\(letter)" }) else {
        throw UsageError("unknown option '-\(letter)'")
      }
      if option.placeholder != nil {
        try apply(option, attached: letters.isEmpty ? nil : String(letters), &rest, &settings)
        return nil
      }
      try apply(option, attached: nil, &rest, &settings)
    }
    return nil
  }

  private func apply(
    _ option: Option<Settings>, attached: String?, _ rest: inout ArraySlice<String>,
    _ settings: inout Settings
  ) throws(UsageError) {
    guard let placeholder = option.placeholder else { return try option.apply(&settings, "") }
    guard let given = attached ?? (option.isValueOptional ? "" : rest.popFirst()) else {
      throw UsageError("\(option.name) needs a value: \(option.name) \(placeholder)")
    }
    guard let value = option.takesName ? given : FileName.utf8(given) else {
      throw UsageError("\(option.name) takes text in UTF-8, not '\(given)'")
    }
    try option.apply(&settings, value)
  }
}
