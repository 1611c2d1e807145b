/// A set of characters: `[a-z[:digit:]]`, `\w`, `.`.
struct RegexSet: Equatable {
  /// The classes that POSIX names.
  enum Class: String {
    case alnum, alpha, blank, cntrl, digit, graph, lower, print, punct, space, upper, xdigit
  }

  private(set) var ranges: [ClosedRange<UInt32>] = []
  private(set) var classes: [Class] = []
  var isNegated = false

  static let any = RegexSet(isNegated: true)
  static let digits = RegexSet(classes: [.digit])
  static let spaces = RegexSet(classes: [.space])
  static let word = RegexSet(ranges: [0x5F...0x5F], classes: [.alnum])

  /// The set of all other characters.
  var inverted: RegexSet { RegexSet(ranges: ranges, classes: classes, isNegated: !isNegated) }

  mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }
  mutating func insert(_ class: Class) { classes.append(`class`) }

  mutating func formUnion(_ other: RegexSet) {
    ranges += other.ranges
    classes += other.classes
  }

  func contains(_ character: UInt32) -> Bool {
    for range in ranges where range.contains(character) { return !isNegated }
    for name in classes where name.contains(character) { return !isNegated }
    return isNegated
  }
}

extension RegexSet.Class {
  func contains(_ character: UInt32) -> Bool {
    // A lone surrogate belongs to no class.
    guard let scalar = Unicode.Scalar(character) else { return false }
    let isDigit = character &- 0x30 < 10
    let properties = scalar.properties
    switch self {
    case .alnum: return isDigit || properties.isAlphabetic
    case .alpha: return properties.isAlphabetic
    case .blank: return character == 0x09 || properties.generalCategory == .spaceSeparator
    case .cntrl: return properties.generalCategory == .control
    case .digit: return isDigit
    case .graph: return isPrinted(properties) && !properties.isWhitespace
    case .lower: return properties.isLowercase
    case .print: return isPrinted(properties)
    case .punct:
      return isPrinted(properties) && !properties.isWhitespace && !isDigit
        && !properties.isAlphabetic
    case .space: return properties.isWhitespace
    case .upper: return properties.isUppercase
    case .xdigit: return isDigit || character | 0x20 &- 0x61 < 6
    }
  }

  private func isPrinted(_ properties: Unicode.Scalar.Properties) -> Bool {
    switch properties.generalCategory {
    case .control, .unassigned, .surrogate: false
    default: true
    }
  }
}
