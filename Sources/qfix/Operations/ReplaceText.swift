import PipeCommon

/// `--replace PATH=/REGEX/TEMPLATE/`: replaces every match of a regular expression in a string. `\1`
/// to `\9` in the template are its groups, `\0` is all of it.
struct ReplaceText: Operation {
  private typealias Scalars = Substring.UnicodeScalarView

  /// A piece of the template.
  private enum Piece {
    case text([UInt8])
    case group(Int)
  }

  /// No attribute is that long.
  private static let longest = 1 << 16

  let label: String
  private let path: JSONPath
  private let expression: RegularExpression
  private let template: [Piece]

  var paths: [JSONPath] { [path] }
  var obstacle: String {
    "it is no string or over 64 KiB, takes the expression too long, or its parent is no object"
  }

  init(_ path: JSONPath, _ operand: Operand) throws(UsageError) {
    self.path = path
    let text = try operand.text("/REGEX/TEMPLATE/")
    let (delimiter, pattern, template) = try Self.parts(text, operand.option)
    do throws(RegularExpression.Fault) {
      expression = try RegularExpression(pattern, delimiter: delimiter)
      self.template = try Self.pieces(template, delimiter, groups: expression.groups)
    } catch {
      throw UsageError("\(operand.option): \(error.reason)", in: text, at: error.place)
    }
    label = "\(operand.option) \(path.text)=\(text)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    document.convert(path, in: scope) { (node, document) in
      guard let text = document.string(node), text.count <= Self.longest,
        let matches = expression.matches(in: text)
      else { return nil }
      if matches.isEmpty { return document.text(node) }
      let replaced = replace(matches, in: text)
      // A byte that was half of a character is no text.
      guard String(validating: replaced, as: UTF8.self) != nil else { return nil }
      return JSONString.encode(replaced.span)
    }
  }

  private func replace(_ matches: [[Range<Int>]], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    for match in matches {
      result += text[copied..<match[0].lowerBound]
      for piece in template {
        switch piece {
        case .text(let text): result += text
        case .group(let number): result += text[match[number]]
        }
      }
      copied = match[0].upperBound
    }
    return result + text[copied...]
  }

  /// The two parts between three delimiters; a delimiter behind a backslash is part of the text.
  private static func parts(
    _ text: String, _ option: String
  ) throws(UsageError) -> (delimiter: Unicode.Scalar, pattern: Scalars, template: Scalars) {
    let scalars = text[...].unicodeScalars
    guard let delimiter = scalars.first, delimiter != "\\", !delimiter.properties.isAlphabetic
    else {
      throw UsageError(
        "\(option): expected /REGEX/TEMPLATE/ with any delimiter but a letter or '\\'", in: text,
        at: text.startIndex)
    }
    var ends: [String.Index] = []
    var place = scalars.index(after: scalars.startIndex)
    while place < scalars.endIndex, ends.count < 2 {
      if scalars[place] == "\\" {
        place = scalars.index(after: place)
        if place == scalars.endIndex { break }
      } else if scalars[place] == delimiter {
        ends.append(place)
      }
      place = scalars.index(after: place)
    }
    guard ends.count == 2 else {
      throw UsageError(
        "\(option): expected '\(delimiter)' after the \(ends.isEmpty ? "expression" : "template")",
        in: text, at: text.endIndex)
    }
    guard place == scalars.endIndex else {
      throw UsageError(
        "\(option): expected nothing after the last '\(delimiter)'", in: text, at: place)
    }
    return (
      delimiter, scalars[scalars.index(after: scalars.startIndex)..<ends[0]],
      scalars[scalars.index(after: ends[0])..<ends[1]]
    )
  }

  private static func pieces(
    _ template: Scalars, _ delimiter: Unicode.Scalar, groups: Int
  ) throws(RegularExpression.Fault) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    var rest = template
    while let scalar = rest.popFirst() {
      let place = rest.startIndex
      guard scalar == "\\", let next = rest.popFirst() else {
        plain.unicodeScalars.append(scalar)
        continue
      }
      if next != delimiter, let digit = Int(String(next)) {
        guard digit <= groups else {
          throw RegularExpression.Fault(
            reason: "the expression has \(groups.counted("group")), so there is no \\\(digit)",
            place: place)
        }
        pieces += [.text(Array(plain.utf8)), .group(digit)]
        plain = ""
      } else {
        let meant = next == delimiter ? next : try RegexParser.escaped(next, at: place)
        plain.unicodeScalars.append(meant)
      }
    }
    return pieces + [.text(Array(plain.utf8))]
  }
}
