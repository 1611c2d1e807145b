/// A table of shapes: which members an object has and what may stand at each.
///
///     batch                          the shape that a batch has
///       environment!: = one other    a member that must be there, and the words it may hold
///       ip user_id: string null      two members, a string or null each
///         more: names                (a line that is indented further goes on)
///       events: [event]              a list of objects of another shape
///       labels: {text}               an object of any keys
///       data: <type>                 the shape that the member `type` of the same object names
///     event common                   a shape that has all that `common` has, and more
struct ShapeTable: Sendable {
  typealias Shape = [String: Slot]

  /// What is known of one member.
  struct Slot: Sendable {
    let isRequired: Bool
    let values: [Value]
  }

  /// One kind of value that may stand somewhere.
  enum Value: Sendable {
    case kind(String)
    case integer
    /// A string that is not empty.
    case filled
    case uuid
    case address
    case words(Set<String>)
    case list([Value])
    case map([Value])
    case shape(String)
    /// The shape that another member of the same object names.
    case shapeNamed(by: String)
  }

  static let anything = named("any")

  private(set) var shapes: [String: Shape] = [:]

  init(_ text: String) {
    var header = ""
    var entry = ""
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count
      if depth > 2 {
        entry += line
      } else {
        add(entry, to: header)
        entry = ""
        if depth == 0 {
          let words = line.split(separator: " ").map(String.init)
          header = words[0]
          shapes[header] = words.count > 1 ? shapes[words[1], default: [:]] : [:]
        } else {
          entry = String(line)
        }
      }
    }
    add(entry, to: header)
  }

  private mutating func add(_ entry: String, to shape: String) {
    guard let colon = entry.firstIndex(of: ":") else { return }
    var types = entry[entry.index(after: colon)...]
    let values = Self.values(&types)
    for name in entry[..<colon].split(separator: " ") {
      let isRequired = name.hasSuffix("!")
      shapes[shape]?[String(isRequired ? name.dropLast() : name)] =
        Slot(isRequired: isRequired, values: values)
    }
  }

  /// Takes types off a text, up to its end or a closing bracket.
  private static func values(_ text: inout Substring) -> [Value] {
    var values: [Value] = []
    while let first = text.first, first != "]", first != "}" {
      switch first {
      case " ":
        text.removeFirst()
      case "=":
        values.append(.words(Set(text.dropFirst().split(separator: " ").map(String.init))))
        text = ""
      case "[", "{":
        text.removeFirst()
        let inner = Self.values(&text)
        text = text.dropFirst()
        values.append(first == "[" ? .list(inner) : .map(inner))
      default:
        let word = text.prefix { !" ]}".contains($0) }
        text = text.dropFirst(word.count)
        values += named(String(word))
      }
    }
    return values
  }

  private static func named(_ word: String) -> [Value] {
    let scalars = ["string", "number", "boolean", "null"]
    return switch word {
    case "any": (scalars + ["object", "array"]).map { .kind($0) }
    case "text": scalars.map { .kind($0) }
    case "integer": [.integer]
    case "filled": [.filled]
    case "uuid": [.uuid]
    case "address": [.address]
    case "object", "array": [.kind(word)]
    case _ where scalars.contains(word): [.kind(word)]
    case _ where word.hasPrefix("<"): [.shapeNamed(by: String(word.dropFirst().dropLast()))]
    default: [.shape(word)]
    }
  }
}
