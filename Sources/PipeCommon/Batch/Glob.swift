/// A shell pattern for whole names: `*` any text, `?` one character, `[a-z]` one of a set, `\` the
/// next character itself. Case counts. Characters are Unicode scalars.
package struct Glob {
  private enum Part: Equatable {
    case anyText
    case anyScalar
    case scalar(UInt32)
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  private let parts: [Part]
  /// The pattern's bytes, if it is a plain name.
  private let literal: [UInt8]?

  /// Reads a pattern.
  ///
  /// - Throws: what is wrong with it, and where.
  package init(_ pattern: String) throws(UsageError) {
    var parts: [Part] = []
    var rest = Array(pattern.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": if parts.last != .anyText { parts.append(.anyText) }
      case "?": parts.append(.anyScalar)
      case "[": parts.append(try Self.set(&rest, pattern))
      case "\\":
        guard let next = rest.popFirst() else {
          throw UsageError("the pattern '\(pattern)' ends with a lone backslash")
        }
        parts.append(.scalar(next.value))
      default: parts.append(.scalar(scalar.value))
      }
    }
    self.parts = parts
    var literal: String? = ""
    for part in parts {
      if case .scalar(let value) = part, let scalar = Unicode.Scalar(value) {
        literal?.unicodeScalars.append(scalar)
      } else {
        literal = nil
      }
    }
    self.literal = literal.map { Array($0.utf8) }
  }

  /// Whether the whole text matches, in time proportional to text times pattern at the worst.
  package func matches(_ text: Span<UInt8>) -> Bool {
    if let literal { return equalBytes(text, literal.span) }
    var position = 0
    var part = 0
    // Where to go on if the text after the last `*` turns out not to fit.
    var retry: (position: Int, part: Int)?
    while position < text.count {
      if part < parts.count, parts[part] == .anyText {
        retry = (position, part + 1)
        part += 1
        continue
      }
      let (scalar, length) = Self.scalar(text, position)
      if part < parts.count, accepts(parts[part], scalar) {
        position += length
        part += 1
      } else if let (start, after) = retry {
        let next = start + Self.scalar(text, start).length
        retry = (next, after)
        position = next
        part = after
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyText }
  }

  private func accepts(_ part: Part, _ scalar: UInt32) -> Bool {
    switch part {
    case .anyText: false
    case .anyScalar: true
    case .scalar(let wanted): scalar == wanted
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  private static func set(
    _ rest: inout ArraySlice<Unicode.Scalar>, _ pattern: String
  ) throws(UsageError) -> Part {
    let isNegated = rest.first == "!" || rest.first == "^"
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    while let scalar = rest.popFirst() {
      if scalar == "]", !ranges.isEmpty { return .set(ranges, isNegated: isNegated) }
      var upper = scalar
      if rest.first == "-", let end = rest.dropFirst().first, end != "]" {
        rest.removeFirst(2)
        upper = end
      }
      guard scalar <= upper else { break }
      ranges.append(scalar.value...upper.value)
    }
    throw UsageError("the pattern '\(pattern)' has a '[' that is not a set like [a-z]")
  }

  /// The scalar at a position of checked UTF-8; a lone surrogate has the three bytes it would have.
  private static func scalar(
    _ text: Span<UInt8>, _ position: Int
  ) -> (value: UInt32, length: Int) {
    let first = UInt32(text[position])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1 else { return (first, 1) }
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(text[position + offset] & 0x3F) }
    return (value, length)
  }
}
