/// Where a batch stands in what it came in: `.payload`, `.Records[].Data`, `.["a b"][0]`.
package struct UnwrapPath: Equatable, CustomStringConvertible {
  package enum Step: Equatable {
    case member([UInt8])
    case element(Int)
    /// Every element of a list.
    case elements
  }

  let steps: [Step]

  /// As jq spells it.
  package var description: String { steps.map(\.description).joined() }

  init(_ steps: [Step]) { self.steps = steps }

  /// - Throws: where and why it is none.
  package init(_ text: String, option: String) throws(UsageError) {
    // By scalars: a combining character would hide the one it combines with.
    let scalars = text.unicodeScalars
    var steps: [Step] = []
    var place = scalars.startIndex
    func refuse(_ reason: String) -> UsageError {
      UsageError("\(option): \(reason)", in: text, at: place)
    }
    func take(_ scalar: Unicode.Scalar) -> Bool {
      guard place < scalars.endIndex, scalars[place] == scalar else { return false }
      place = scalars.index(after: place)
      return true
    }
    while place < scalars.endIndex {
      let hasDot = take(".")
      guard hasDot || !steps.isEmpty else { throw refuse("expected a path that begins with '.'") }
      if take("[") {
        if let name = Self.quotedName(scalars[place...]) {
          steps.append(.member(name.bytes))
          place = name.end
        } else {
          let digits = scalars[place...].prefix { ("0"..."9").contains($0) }
          guard digits.isEmpty || Int(String(digits)) != nil else {
            throw refuse("no list has so many elements")
          }
          steps.append(Int(String(digits)).map { .element($0) } ?? .elements)
          place = digits.endIndex
        }
        guard take("]") else { throw refuse("expected a number, a name in quotes or ']'") }
      } else if hasDot, let name = Self.quotedName(scalars[place...]) {
        steps.append(.member(name.bytes))
        place = name.end
      } else {
        let name = scalars[place...].prefix(while: Self.isNameScalar)
        guard hasDot, !name.isEmpty else { throw refuse("expected a name, '.' or '['") }
        steps.append(.member(Array(String(name).utf8)))
        place = name.endIndex
      }
    }
    guard !steps.isEmpty, steps.count <= Self.limit else {
      throw refuse("a path has 1 to \(Self.limit) steps")
    }
    self.steps = steps
  }

  /// The walk along a path goes one call deeper at each step.
  private static let limit = 32

  /// A JSON string at the beginning of a text, and where it ends.
  private static func quotedName(
    _ text: Substring.UnicodeScalarView
  ) -> (bytes: [UInt8], end: String.Index)? {
    guard text.first == "\"" else { return nil }
    var isEscaped = false
    for place in text.indices.dropFirst() {
      if text[place] == "\"", !isEscaped {
        let end = text.index(after: place)
        guard let string = try? JSONText(String(text[..<end])) else { return nil }
        return (string.view.decoded(string.view.root), end)
      }
      isEscaped = text[place] == "\\" && !isEscaped
    }
    return nil
  }

  /// Letters, digits, and whatever else is no part of jq's language.
  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }
}

extension UnwrapPath.Step: CustomStringConvertible {
  package var description: String {
    switch self {
    case .member(let name):
      name.allSatisfy(Self.isPlain) && !name.isEmpty
        ? "." + String(decoding: name, as: UTF8.self)
        : ".[" + String(decoding: JSONString.encode(name.span), as: UTF8.self) + "]"
    case .element(let number): "[\(number)]"
    case .elements: "[]"
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte | 0x20 &- UInt8(ascii: "a") < 26
      || byte &- UInt8(ascii: "0") < 10
  }
}
