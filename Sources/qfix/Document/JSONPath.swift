import PipeCommon

/// A place in a batch, in jq's spelling: `.user_attributes.plan`, `.["a b"]`, `.events[].data`,
/// `.events[0]`, `.products[-1]`.
struct JSONPath: Equatable {
  enum Step: Equatable {
    /// The decoded bytes of a member's name.
    case key([UInt8])
    /// An element's number; counted from the end if negative.
    case index(Int)
    /// Every element, or every member's value.
    case each
  }

  /// The text by scalars: a combining character would hide the one it combines with.
  private typealias Scalars = Substring.UnicodeScalarView

  let steps: [Step]
  /// As the user wrote it.
  let text: String

  /// Whether the path leads through the batch's events.
  var isInsideEvents: Bool { steps.count > 1 && steps[0] == .key(Array("events".utf8)) }

  /// Reads a whole text as a path.
  init(_ text: String, option: String) throws(UsageError) {
    let (path, rest) = try Self.parse(text, option: option)
    guard rest.isEmpty else {
      throw Self.error(text, rest, "expected '.', '[' or the end of the path", option)
    }
    self = path
  }

  /// Reads `PATH=…`.
  static func assignment(
    _ text: String, option: String
  ) throws(UsageError) -> (path: JSONPath, value: String) {
    let (path, rest) = try parse(text, option: option)
    guard rest.first == "=" else { throw error(text, rest, "expected '=' after the path", option) }
    return (path, String(Substring(rest.dropFirst())))
  }

  private init(steps: [Step], text: String) {
    self.steps = steps
    self.text = text
  }

  /// Reads a path as far as it goes.
  private static func parse(
    _ text: String, option: String
  ) throws(UsageError) -> (path: JSONPath, rest: Scalars) {
    var rest = text[...].unicodeScalars
    guard rest.first == "." else {
      throw error(text, rest, "expected a path that begins with '.'", option)
    }
    var steps: [Step] = []
    while let character = rest.first {
      if character == "." {
        rest.removeFirst()
        if rest.first == "[" { continue }
        if rest.first == "\"" {
          steps.append(.key(try quotedKey(text, &rest, option)))
        } else {
          let name = rest.prefix { !".[]=\"' ".unicodeScalars.contains($0) }
          if name.isEmpty, steps.isEmpty, rest.isEmpty || rest.first == "=" { break }
          guard !name.isEmpty else { throw error(text, rest, "expected a name after '.'", option) }
          steps.append(.key(Array(Substring(name).utf8)))
          rest = rest.dropFirst(name.count)
        }
      } else if character == "[" {
        rest.removeFirst()
        steps.append(try bracket(text, &rest, option))
      } else {
        break
      }
    }
    let path = String(text[..<rest.startIndex])
    return (JSONPath(steps: steps, text: path), rest)
  }

  /// Reads what stands after `[`, and the `]`.
  private static func bracket(
    _ text: String, _ rest: inout Scalars, _ option: String
  ) throws(UsageError) -> Step {
    let step: Step
    if rest.first == "]" {
      step = .each
    } else if rest.first == "\"" {
      step = .key(try quotedKey(text, &rest, option))
    } else {
      let digits = rest.prefix { $0 == "-" || $0.properties.numericType == .decimal }
      guard let index = Int(Substring(digits)) else {
        throw error(text, rest, "expected ']', a number or a quoted name", option)
      }
      step = .index(index)
      rest = rest.dropFirst(digits.count)
    }
    guard rest.first == "]" else { throw error(text, rest, "expected ']'", option) }
    rest.removeFirst()
    return step
  }

  /// Reads a name in quotes: a JSON string.
  private static func quotedKey(
    _ text: String, _ rest: inout Scalars, _ option: String
  ) throws(UsageError) -> [UInt8] {
    var end = rest.index(after: rest.startIndex)
    while end < rest.endIndex, rest[end] != "\"" {
      if rest[end] == "\\" { end = rest.index(after: end) }
      if end < rest.endIndex { end = rest.index(after: end) }
    }
    guard end < rest.endIndex, let string = try? JSONText(String(Substring(rest[...end]))) else {
      throw error(text, rest, "this name is no JSON string", option)
    }
    rest = rest[rest.index(after: end)...]
    return string.view.decoded(string.view.root)
  }

  /// The message with a caret under the place.
  private static func error(
    _ text: String, _ rest: Scalars, _ reason: String, _ option: String
  ) -> UsageError {
    let column = text.distance(from: text.startIndex, to: rest.startIndex)
    let caret = String(repeating: " ", count: column) + "^"
    return UsageError("\(option): \(reason)\n  \(text)\n  \(caret)")
  }
}
