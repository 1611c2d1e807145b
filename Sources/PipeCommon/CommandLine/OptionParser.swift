/// What a command line asks for.
enum Request<Settings> {
  case run(Settings)
  case help
  case version
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
      } else if argument == "--help" || argument == "-h" {
        return .help
      } else if argument == "--version" {
        return .version
      } else if argument.hasPrefix("--") {
        try parseLong(argument, &rest, &settings)
      } else if argument.hasPrefix("-"), argument != "-" {
        if try parseShort(argument.dropFirst(), &rest, &settings) { return .help }
      } else {
        settings.operands.append(argument)
      }
    }
    try settings.validate()
    return .run(settings)
  }

  private func parseLong(
    _ argument: String, _ rest: inout ArraySlice<String>, _ settings: inout Settings
  ) throws(UsageError) {
    let scalars = argument.unicodeScalars
    let equals = scalars.firstIndex(of: "=")
    let name = String(scalars[..<(equals ?? scalars.endIndex)])
    let attached = equals.map { String(scalars[scalars.index(after: $0)...]) }
    guard let option = options.first(where: { $0.name == name }) else {
      let known = options.map(\.name) + ["--help", "--version"]
      throw UsageError(
        "unknown option '\(name)'" + Spelling.suggestion(for: name, among: known))
    }
    if option.placeholder == nil, attached != nil {
      throw UsageError("\(name) takes no value")
    }
    try apply(option, attached: attached, &rest, &settings)
  }

  /// - Returns: whether help is asked for.
  private func parseShort(
    _ letters: Substring, _ rest: inout ArraySlice<String>, _ settings: inout Settings
  ) throws(UsageError) -> Bool {
    var letters = letters
    while let letter = letters.popFirst() {
      if letter == "h" { return true }
      guard let option = options.first(where: { $0.shortName == "-\(letter)" }) else {
        throw UsageError("unknown option '-\(letter)'")
      }
      if option.placeholder != nil {
        try apply(option, attached: letters.isEmpty ? nil : String(letters), &rest, &settings)
        return false
      }
      try apply(option, attached: nil, &rest, &settings)
    }
    return false
  }

  private func apply(
    _ option: Option<Settings>, attached: String?, _ rest: inout ArraySlice<String>,
    _ settings: inout Settings
  ) throws(UsageError) {
    guard let placeholder = option.placeholder else { return try option.apply(&settings, "") }
    guard let value = attached ?? rest.popFirst() else {
      throw UsageError("\(option.name) needs a value: \(option.name) \(placeholder)")
    }
    try option.apply(&settings, value)
  }
}
