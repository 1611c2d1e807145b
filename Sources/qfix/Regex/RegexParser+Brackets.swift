/// Sets of characters: `[a-z_]`, `[^[:space:]]`, `[\d.]`.
extension RegexParser {
  /// Reads what stands behind `[`, and the `]`.
  ///
  /// - Parameter place: of the `[`.
  mutating func bracket(_ place: String.Index) throws(Fault) -> RegexSet {
    var set = RegexSet()
    let isNegated = take("^")
    var isFirst = true
    while isFirst || rest.first != "]" {
      isFirst = false
      let start = rest.startIndex
      guard rest.first != nil else { throw fault("this '[' is never closed", at: place) }
      guard let low = try element(&set) else { continue }
      var high = low
      if rest.first == "-", let next = rest.dropFirst().first, next != "]" {
        rest.removeFirst()
        guard let end = try element(&set), end >= low else {
          throw fault("this range has no end behind its beginning", at: start)
        }
        high = end
      }
      set.insert(low...high)
    }
    rest.removeFirst()
    set.isNegated = isNegated
    return set
  }

  /// Reads one character in brackets; a class goes into the set itself.
  private mutating func element(_ set: inout RegexSet) throws(Fault) -> UInt32? {
    let place = rest.startIndex
    guard let scalar = rest.popFirst() else { throw fault("this '[' is never closed") }
    if scalar == "[", let kind = rest.first, [":", ".", "="].contains(kind) {
      rest.removeFirst()
      let name = String(Substring(rest.prefix { $0 != kind }))
      rest = rest.dropFirst(name.unicodeScalars.count)
      guard take(kind), take("]") else {
        throw fault("expected '\(kind)]' behind the name", at: place)
      }
      if kind == ":" {
        guard let known = RegexSet.Class(rawValue: name) else {
          throw fault("no class is called '\(name)'", at: place)
        }
        set.insert(known)
        return nil
      }
      guard let only = name.unicodeScalars.first, name.unicodeScalars.count == 1 else {
        throw fault("expected one character", at: place)
      }
      return only.value
    }
    // A backslash is a character like any other here, but for what it means elsewhere as well.
    let isAlone = rest.first.map { $0 != delimiter && !$0.isASCIIWord } ?? true
    guard scalar == "\\", !isAlone else { return scalar.value }
    let escaped = try escapedSet(place)
    guard escaped.classes.isEmpty, let range = escaped.ranges.first else {
      set.formUnion(escaped)
      return nil
    }
    return range.lowerBound
  }
}

extension Unicode.Scalar {
  /// Whether it is an ASCII letter or digit.
  fileprivate var isASCIIWord: Bool {
    ("0"..."9").contains(self) || isASCII && properties.isAlphabetic
  }
}
