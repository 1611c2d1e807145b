/// A text of the help, of which lines for a terminal and a manual page are made.
///
/// It is written as it reads: paragraphs, terms with what they mean, and what keeps its lines.
///
///     A paragraph, which is filled anew.
///
///       term     what it means, if need be
///                on several lines
///       a longer term
///                what it means
///
///       an example
struct HelpText {
  private enum Block {
    case paragraph(String)
    case terms([(term: String, meaning: String)])
    case lines([String])
  }

  private var blocks: [Block] = []

  /// Where a meaning begins at the earliest, counted from its term.
  private static let hanging = 4

  init(_ text: String) {
    var isNew = true
    var indent = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let body = line.drop { $0 == " " }
      let depth = line.count - body.count
      if body.isEmpty {
        isNew = true
      } else if depth == 0 {
        add(paragraph: String(body), isNew)
        isNew = false
      } else if !isNew, depth >= indent + Self.hanging, hang(String(body)) {
        continue
      } else {
        if isNew { indent = depth }
        if depth == indent, let gap = Self.gap(in: body) {
          add(
            term: String(body[..<gap.lowerBound]), meaning: String(body[gap.upperBound...]), isNew)
        } else {
          add(line: String(repeating: " ", count: depth - indent) + body, isNew)
        }
        isNew = false
      }
    }
  }

  private static func gap(in line: Substring) -> Range<String.Index>? {
    guard let start = line.indices.first(where: { line[$0...].hasPrefix("  ") }),
      let end = line[start...].firstIndex(where: { $0 != " " })
    else { return nil }
    return start..<end
  }

  private mutating func add(paragraph line: String, _ isNew: Bool) {
    if !isNew, case .paragraph(let text) = blocks.last {
      blocks[blocks.count - 1] = .paragraph("\(text) \(line)")
    } else {
      blocks.append(.paragraph(line))
    }
  }

  private mutating func add(term: String, meaning: String, _ isNew: Bool) {
    if !isNew, case .terms(let terms) = blocks.last {
      blocks[blocks.count - 1] = .terms(terms + [(term, meaning)])
    } else {
      blocks.append(.terms([(term, meaning)]))
    }
  }

  private mutating func add(line: String, _ isNew: Bool) {
    if !isNew, case .lines(let lines) = blocks.last {
      blocks[blocks.count - 1] = .lines(lines + [line])
    } else {
      blocks.append(.lines([line]))
    }
  }

  /// Adds a line to the meaning before it, or makes it the meaning of the line before it.
  ///
  /// - Returns: whether there is one.
  private mutating func hang(_ line: String) -> Bool {
    switch blocks.last {
    case .terms(var terms):
      terms[terms.count - 1].meaning += " \(line)"
      blocks[blocks.count - 1] = .terms(terms)
    case .lines(let lines) where lines.count == 1:
      blocks.removeLast()
      var terms = [(term: lines[0], meaning: line)]
      if case .terms(let before) = blocks.last {
        blocks.removeLast()
        terms = before + terms
      }
      blocks.append(.terms(terms))
    default: return false
    }
    return true
  }

  /// The lines for a terminal of so many columns.
  func lines(columns: Int) -> [String] {
    Array(
      blocks.flatMap { block in
        let lines =
          switch block {
          case .paragraph(let text): Self.filled(text, columns)
          case .lines(let lines): lines.map { "  \($0)" }
          case .terms(let terms): Self.table(terms, columns)
          }
        return [""] + lines
      }.dropFirst())
  }

  /// How much room terms need in a table; those that are too long stand by themselves.
  static func width(of terms: [String], _ columns: Int) -> Int {
    let widths = terms.map { $0.columns + 4 }.filter { $0 <= 38 }
    return min(widths.max() ?? 0, columns / 2)
  }

  /// Terms with their meanings beside them, or below where there is no room.
  static func table(
    _ terms: [(term: String, meaning: String)], _ columns: Int, width: Int? = nil
  ) -> [String] {
    let width = width ?? self.width(of: terms.map(\.term), columns)
    let indent = String(repeating: " ", count: width)
    return terms.flatMap { term, meaning in
      var lines = filled(meaning, columns - width).map { indent + $0 }
      if term.columns + 4 <= width {
        lines[0] = "  " + term.padded(to: width - 2) + lines[0].dropFirst(width)
      } else {
        lines.insert("  \(term)", at: 0)
      }
      return lines
    }
  }

  /// A paragraph in lines of at most so many columns, but for words that are longer.
  static func filled(_ text: String, _ columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, line.columns + 1 + String(word).columns > columns {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [line]
  }

  /// The lines of a manual page, in roff.
  var roff: [String] {
    blocks.flatMap { block in
      switch block {
      case .paragraph(let text): [".PP", Roff.text(text)]
      case .terms(let terms):
        terms.flatMap { [".TP", "\\fB\(Roff.text($0))\\fR", Roff.text($1)] }
      case .lines(let lines):
        [".PP", ".RS 2", ".nf"] + lines.map(Roff.text) + [".fi", ".RE"]
      }
    }
  }
}
