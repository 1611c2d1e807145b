/// What can be made of the table beside the help.
enum GeneratedForm: String, CaseIterable {
  case man, bash, zsh, fish
}

/// The table as a shell reads it: `--generate bash`, `zsh`, `fish`.
extension OptionTable {
  func generated(_ form: GeneratedForm) -> String {
    switch form {
    case .man: manualPage
    case .bash: bashCompletion
    case .zsh: zshCompletion
    case .fish: fishCompletion
    }
  }

  /// Bash splits words at `=`, so `--select=` is two words by the time the function sees them.
  private var bashCompletion: String {
    var cases: [String] = []
    for option in options {
      let names = [option.shortName, option.name].compactMap { $0 }.joined(separator: "|")
      switch option.completion {
      case .words(let words):
        let reply =
          "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$cur\")); return"
        // A value that may be missing is given with `=` only, but for a subject of the help.
        let needsEquals = option.isValueOptional && option.name != BuiltIn.help.rawValue
        let condition = needsEquals ? "[[ $has_equals ]] && { \(reply); }" : reply
        cases.append("    \(names)) \(condition) ;;")
      case .files:
        cases.append("    \(names)) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;")
      case .nothing:
        if option.placeholder != nil { cases.append("    \(names)) return ;;") }
      }
    }
    let names = options.flatMap { [$0.shortName, $0.name].compactMap { $0 } }
    return """
      # bash completion for \(tool)
      _\(tool)() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} has_equals=
        if [[ $cur == "=" ]]; then
          cur= has_equals=1
        elif [[ $prev == "=" ]]; then
          prev=${COMP_WORDS[COMP_CWORD-2]} has_equals=1
        fi
        COMPREPLY=()
        case $prev in
      \(cases.joined(separator: "\n"))
        esac
        if [[ $cur == -* ]]; then
          COMPREPLY=($(compgen -W '\(names.joined(separator: " "))' -- "$cur"))
        else
          COMPREPLY=($(compgen -f -- "$cur"))
        fi
      }
      complete -o filenames -F _\(tool) \(tool)

      """
  }

  private var zshCompletion: String {
    var specifications: [String] = []
    for option in options {
      var rest = "[\(quotedForZsh(firstLine(option)))]"
      if let placeholder = option.placeholder {
        let action: String
        switch option.completion {
        case .words(let words): action = "(\(words.joined(separator: " ")))"
        case .files: action = "_files"
        case .nothing: action = " "
        }
        let optional = option.isValueOptional ? "::" : ":"
        rest = "=" + (option.isValueOptional ? "-" : "") + rest
        rest += "\(optional)\(quotedForZsh(placeholder)):\(action)"
      }
      specifications.append("'*\(option.name)\(rest)'")
      if let short = option.shortName {
        specifications.append("'\(short)\(rest.drop { $0 == "=" })'")
      }
    }
    specifications.append("'*:file:_files'")
    return "#compdef \(tool)\n_arguments -s -S \\\n"
      + specifications.map { "  \($0)" }.joined(separator: " \\\n") + "\n"
  }

  private var fishCompletion: String {
    options.map { option in
      var line = "complete -c \(tool)"
      if let short = option.shortName { line += " -s \(short.dropFirst())" }
      line += " -l \(option.name.dropFirst(2))"
      switch option.completion {
      case .words(let words) where !option.isValueOptional:
        line += " -x -a '\(words.joined(separator: " "))'"
      case .words(let words): line += " -a '\(words.joined(separator: " "))'"
      case .files: line += " -r -F"
      case .nothing: line += option.placeholder == nil ? "" : " -x"
      }
      return line + " -d '\(firstLine(option).replacing("'", with: "\\'"))'\n"
    }.joined()
  }

  /// An option's help as one line.
  private func firstLine(_ option: Option<Settings>) -> String {
    option.help.replacing("\n", with: " ")
  }

  private func quotedForZsh(_ text: String) -> String {
    text.replacing("'", with: "'\\''").replacing("[", with: "\\[").replacing("]", with: "\\]")
      .replacing(":", with: "\\:")
  }
}
