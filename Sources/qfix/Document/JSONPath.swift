import PipeCommon

/// A place in a batch, in jq's spelling: `.user_attributes.plan`, `.["a b"]`, `.events[].data`,
/// `.events[0]`, `.products[-1]`. What else jq knows (`|`, `,`, `?`, `+=`, `..`, `*`) is refused, and
/// never taken for a part of a name.
struct JSONPath: Equatable {
  struct Step: Equatable {
    enum Kind: Equatable {
      /// A member by its name.
      case key
      /// An element's number; counted from the end if negative.
      case index(Int)
      /// Every element, or every member's value.
      case each
    }

    let kind: Kind
    /// Empty where the step is not by name.
    let name: MemberName

    static func key(_ name: [UInt8]) -> Step { Step(kind: .key, name: MemberName(name)) }
    static func index(_ number: Int) -> Step { Step(kind: .index(number), name: MemberName([])) }
    static var each: Step { Step(kind: .each, name: MemberName([])) }
  }

  /// The text by scalars: a combining character would hide the one it combines with.
  private typealias Scalars = Substring.UnicodeScalarView

  let steps: [Step]
  /// As the user wrote it.
  let text: String

  /// Whether the path leads through the batch's events.
  let isInsideEvents: Bool

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
    isInsideEvents = steps.count > 1 && steps[0].kind == .key && steps[0].name == .events
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
          let name = rest.prefix(while: isPlain)
          if name.isEmpty, steps.isEmpty, rest.isEmpty || rest.first == "=" { break }
          guard !name.isEmpty else { throw error(text, rest, "expected a name after '.'", option) }
          steps.append(.key(Array(Substring(name).utf8)))
          rest = rest.dropFirst(name.count)
          if name.last == "-", rest.first == "=" {
            throw stray("-=", text, name.suffix(1), option)
          }
        }
      } else if character == "[" {
        rest.removeFirst()
        steps.append(try bracket(text, &rest, option))
      } else if character == "=" {
        break
      } else {
        throw stray("\(character)", text, rest, option)
      }
    }
    guard steps.count <= JSONGrammar.depthLimit else {
      throw error(text, rest, "a path has at most \(JSONGrammar.depthLimit) steps", option)
    }
    let path = String(text[..<rest.startIndex])
    return (JSONPath(steps: steps, text: path), rest)
  }

  /// Whether a character may stand in a name without quotes: what ASCII has beside letters, digits
  /// and these three means something to jq, or may.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return !scalar.properties.isWhitespace }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || "_-$".unicodeScalars.contains(scalar)
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

  /// What is refused instead of being taken for a part of a name.
  private static func stray(
    _ what: String, _ text: String, _ rest: Scalars, _ option: String
  ) -> UsageError {
    error(
      text, rest, "'\(what)' is no part of a path; a name that has one is quoted: .[\"a b\"]",
      option)
  }

  private static func error(
    _ text: String, _ rest: Scalars, _ reason: String, _ option: String
  ) -> UsageError {
    UsageError("\(option): \(reason)", in: text, at: rest.startIndex)
  }
}

extension JSONPath {
  /// A path that nobody wrote.
  init(_ steps: [Step]) { self.init(steps: steps, text: "") }

  /// The path of members by these names; `[]` stands for every element.
  init(_ names: String...) {
    self.init(names.map { $0 == "[]" ? .each : .key(Array($0.utf8)) })
  }

  /// The path of another member of the same object.
  func sibling(_ key: [UInt8]) -> JSONPath { JSONPath(steps.dropLast() + [.key(key)]) }

  /// Whether the places of both paths can be the same, or one inside the other.
  func touches(_ other: JSONPath) -> Bool {
    zip(steps, other.steps).allSatisfy { one, other in
      switch (one.kind, other.kind) {
      case (.key, .key): one.name == other.name
      case (.index(let one), .index(let other)): one == other || one < 0 || other < 0
      // `.[]` goes to every member as well.
      case (.each, _), (_, .each): true
      default: false
      }
    }
  }

  /// The name of the member that the path ends with, if it does.
  var lastName: MemberName { steps.last?.name ?? MemberName([]) }

  /// Whether a value put at the end of the path would be nested too deep for any reader.
  func isTooDeep(for value: [UInt8]) -> Bool {
    steps.count + JSONText.depth(of: value.span) > JSONGrammar.depthLimit
  }

  /// Refuses the path of the whole batch.
  func requireSteps(_ option: String, _ example: String) throws(UsageError) {
    guard steps.isEmpty else { return }
    throw UsageError(
      "\(option): this is the whole batch; name a member, \(example)", in: text,
      at: text.startIndex)
  }
}
