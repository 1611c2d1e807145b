/// Random JSON texts with everything the grammar allows: odd numbers, escapes, lone surrogates,
/// duplicate keys, white space anywhere between tokens.
package struct JSONGenerator {
  package var random: SeededGenerator
  /// Whether white space is put between tokens.
  package var spaced = true

  package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  package mutating func object(depth: Int = 0) -> String {
    let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      gap() + string() + gap() + ":" + gap() + value(depth: depth + 1) + gap()
    }
    return "{" + (members.isEmpty ? gap() : members.joined(separator: ",")) + "}"
  }

  /// An object of about so many bytes.
  package mutating func object(bytes: Int) -> String {
    var text = "{\"large\":\(string())"
    while text.utf8.count < bytes {
      text += "," + gap() + string() + gap() + ":" + gap() + value(depth: 1)
    }
    return text + gap() + "}"
  }

  package mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &random) {
    case 0, 1: return string()
    case 2, 3: return number()
    case 4: return pick(["true", "false"])
    case 5: return "null"
    case 6: return array(depth: depth)
    default: return object(depth: depth)
    }
  }

  private mutating func array(depth: Int) -> String {
    let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      gap() + value(depth: depth + 1) + gap()
    }
    return "[" + (elements.isEmpty ? gap() : elements.joined(separator: ",")) + "]"
  }

  package mutating func string() -> String {
    let pieces = [
      "a", "events", "mpid", " ", "é", "日本", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9",
      "\\ud83d\\ude00", "\\ud83d", "\\u0000", "{", "}", "[", "]", ":", ",", "\u{7F}",
      "a longer piece of text that reaches across a block of sixty-four bytes",
    ]
    return "\"" + (0..<Int.random(in: 0...4, using: &random)).map { _ in pick(pieces) }.joined()
      + "\""
  }

  private mutating func number() -> String {
    pick([
      "0", "-0", "1", "-1", "1.0", "0.30", "1e3", "1E+2", "-2.5e-10", "7346244611012968789",
      "-7778608565459706417", "1234567890123456789012345678901234567890", "1e400",
    ])
  }

  private mutating func gap() -> String {
    spaced && Int.random(in: 0..<4, using: &random) == 0
      ? pick([" ", "  ", "\t", "\n", "\r\n", "\n    "]) : ""
  }

  private mutating func pick(_ choices: [String]) -> String {
    choices[Int.random(in: choices.indices, using: &random)]
  }
}
