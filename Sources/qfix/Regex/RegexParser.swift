/// The tree of an expression.
indirect enum RegexNode {
  enum Assertion {
    case start, end, boundary, noBoundary
  }

  case character(RegexSet)
  case assertion(Assertion)
  case group(Int, RegexNode)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  case repetition(RegexNode, least: Int, most: Int?)
}

/// Reads an expression's text.
struct RegexParser {
  typealias Fault = RegularExpression.Fault

  /// The parser goes down one level of its stack for each.
  private static let groupLimit = 200
  /// And for each count behind another one, which nobody needs.
  private static let countsInARow = 4
  private static let countLimit = 32_767

  var rest: Substring.UnicodeScalarView
  let delimiter: Unicode.Scalar?
  /// How many groups were opened.
  private(set) var groups = 0

  init(_ pattern: Substring.UnicodeScalarView, delimiter: Unicode.Scalar?) {
    rest = pattern
    self.delimiter = delimiter
  }

  mutating func parse() throws(RegularExpression.Fault) -> RegexNode {
    let tree = try alternatives()
    guard rest.isEmpty else { throw fault("no '(' belongs to this ')'") }
    return tree
  }

  func fault(_ reason: String, at place: String.Index? = nil) -> Fault {
    Fault(reason: reason, place: place ?? rest.startIndex)
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func alternatives() throws(Fault) -> RegexNode {
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(Fault) -> RegexNode {
    var pieces: [RegexNode] = []
    while let next = rest.first, next != "|", next != ")" {
      let start = rest.startIndex
      var piece = try atom()
      var counts = 0
      while let (least, most) = try count() {
        counts += 1
        guard counts <= Self.countsInARow else { throw fault("there is too much of this") }
        if case .assertion = piece { throw fault("this cannot be repeated", at: start) }
        piece = .repetition(piece, least: least, most: most)
      }
      pieces.append(piece)
    }
    return pieces.count == 1 ? pieces[0] : .sequence(pieces)
  }

  private mutating func atom() throws(Fault) -> RegexNode {
    let place = rest.startIndex
    switch rest.removeFirst() {
    case "(": return try group(place)
    case "[": return .character(try bracket(place))
    case ".": return .character(.any)
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "\\": return try escape(place)
    case "*", "+", "?": throw fault("there is nothing to repeat", at: place)
    case let scalar: return .character(RegexSet(ranges: [scalar.value...scalar.value]))
    }
  }

  private mutating func group(_ place: String.Index) throws(Fault) -> RegexNode {
    guard groups < Self.groupLimit else {
      throw fault("an expression has at most \(Self.groupLimit) groups", at: place)
    }
    groups += 1
    let number = groups
    let inner = try alternatives()
    guard take(")") else { throw fault("this '(' is never closed", at: place) }
    return .group(number, inner)
  }

  /// Reads `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}` or `{,5}`.
  private mutating func count() throws(Fault) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let place = rest.startIndex
    // Any other brace stands for itself.
    guard rest.first == "{", let next = rest.dropFirst().first, next == "," || isDigit(next) else {
      return nil
    }
    rest.removeFirst()
    let least = number()
    let most = take(",") ? number() : least
    guard take("}"), least != nil || most != nil, least ?? 0 <= most ?? Int.max,
      max(least ?? 0, most ?? 0) <= Self.countLimit
    else {
      throw fault("expected a count such as {2}, {2,} or {2,5}", at: place)
    }
    return (least ?? 0, most)
  }

  private mutating func number() -> Int? {
    let digits = rest.prefix(while: isDigit)
    rest = rest.dropFirst(digits.count)
    return digits.isEmpty ? nil : Int(Substring(digits)) ?? Int.max
  }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  // MARK: Backslashes

  private mutating func escape(_ place: String.Index) throws(Fault) -> RegexNode {
    if take("b") { return .assertion(.boundary) }
    if take("B") { return .assertion(.noBoundary) }
    if take("D") { return .character(RegexSet.digits.inverted) }
    if take("S") { return .character(RegexSet.spaces.inverted) }
    if take("W") { return .character(RegexSet.word.inverted) }
    return .character(try escapedSet(place))
  }

  /// What a backslash makes of the character behind it, in brackets or not.
  mutating func escapedSet(_ place: String.Index) throws(Fault) -> RegexSet {
    guard let scalar = rest.popFirst() else {
      throw fault("there is nothing behind this '\\'", at: place)
    }
    if scalar == delimiter { return RegexSet(ranges: [scalar.value...scalar.value]) }
    switch scalar {
    case "d": return .digits
    case "s": return .spaces
    case "w": return .word
    default:
      let character = try Self.escaped(scalar, at: place)
      return RegexSet(ranges: [character.value...character.value])
    }
  }

  /// What a backslash before a character stands for, in an expression and in a template.
  static func escaped(
    _ scalar: Unicode.Scalar, at place: String.Index
  ) throws(RegularExpression.Fault) -> Unicode.Scalar {
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case let scalar where scalar.isASCII && scalar.properties.isAlphabetic,
      let scalar where ("0"..."9").contains(scalar):
      throw Fault(
        reason: "there is no '\\\(scalar)' here; a backslash itself is '\\\\'", place: place)
    default: return scalar
    }
  }
}
