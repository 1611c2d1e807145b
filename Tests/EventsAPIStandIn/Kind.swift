import PipeCommon

/// What may be odd at one place of a batch.
///
/// The place is a path without indices; `*` stands for the keys of an object of any keys.
enum Kind: Hashable, CustomStringConvertible {
  /// A word that is not one of the place's: `device_info.platform="FireTV"`, spelt as it came.
  case word(String, at: String)
  /// A value of a type that the place does not take: `events[].data.location:null`.
  case type(String, at: String)
  /// A member that is not there: `events[].data.label:missing`.
  case missing(String)

  init(_ text: String) throws(UsageError) {
    if text.hasSuffix("\""), let equals = text.firstRange(of: "=\"") {
      let word = text.index(after: equals.lowerBound)
      self = .word(String(text[word...]), at: String(text[..<equals.lowerBound]))
    } else if text.hasSuffix("=*") {
      self = .word("*", at: String(text.dropLast(2)))
    } else if let colon = text.lastIndex(of: ":"), colon != text.startIndex {
      let path = String(text[..<colon])
      let type = String(text[text.index(after: colon)...])
      guard
        ["string", "number", "boolean", "null", "object", "array", "missing", "*"].contains(type)
      else { throw UsageError("no kind of oddity: '\(text)' does not end in a type or 'missing'") }
      self = type == "missing" ? .missing(path) : .type(type, at: path)
    } else {
      throw UsageError(
        "no kind of oddity: '\(text)'; it is PATH=\"WORD\", PATH:TYPE or PATH:missing")
    }
  }

  /// The same place with whatever word or type.
  var wildcard: Kind {
    switch self {
    case .word(_, let path): .word("*", at: path)
    case .type(_, let path): .type("*", at: path)
    case .missing: self
    }
  }

  func isAmong(_ kinds: Set<Kind>) -> Bool {
    kinds.contains(self) || kinds.contains(wildcard)
  }

  var description: String {
    switch self {
    case .word(let word, let path): "\(path)=\(word)"
    case .type(let type, let path): "\(path):\(type)"
    case .missing(let path): "\(path):missing"
    }
  }
}
