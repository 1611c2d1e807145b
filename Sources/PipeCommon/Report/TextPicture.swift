/// Pictures made of characters: eighths of blocks, or ASCII where the locale knows no others.
struct TextPicture {
  /// How the steps of a timeline lie in the columns of a picture: some to one, or one to some.
  struct Columns {
    let steps: Int
    /// How many steps share a column.
    let merge: Int
    /// How many columns a step takes.
    let repeated: Int

    var count: Int { (steps + merge - 1) / merge * repeated }

    /// What there is to show in each column.
    func merged(_ counts: [Int]) -> [Int] {
      stride(from: 0, to: counts.count, by: merge).flatMap { start in
        let sum = counts[start..<min(start + merge, counts.count)].reduce(0, +)
        return Array(repeating: sum, count: repeated)
      }
    }
  }

  let isUnicode: Bool

  /// The columns of a picture that is to fill a width, or nearly.
  func columns(_ steps: Int, in width: Int) -> Columns {
    let merge = max(1, (steps + width - 1) / width)
    return Columns(
      steps: steps, merge: merge, repeated: merge > 1 ? 1 : max(1, min(4, width / max(steps, 1))))
  }

  /// A picture of several lines, the highest first.
  func rows(_ counts: [Int], _ columns: Columns, height: Int) -> [String] {
    let levels = levels(columns.merged(counts), height * 8)
    return (0..<height).reversed().map { row in
      levels.map { character(max(0, min(8, $0 - row * 8))) }.joined()
    }
  }

  /// A picture of one line.
  func line(_ counts: [Int], _ columns: Columns) -> String {
    levels(columns.merged(counts), 8).map(character).joined()
  }

  /// What stands beneath a picture.
  func axis(_ count: Int) -> String { String(repeating: isUnicode ? "─" : "-", count: count) }

  /// Eighths of a block to the right, so that even small shares differ.
  func bar(_ count: Int, of most: Int, _ width: Int) -> String {
    let eighths = max(1, level(count, of: most, width * 8))
    guard isUnicode else { return String(repeating: "#", count: (eighths + 7) / 8) }
    let rest = eighths % 8
    return String(repeating: "█", count: eighths / 8)
      + (rest > 0 ? String(Unicode.Scalar(UInt32(0x2590 - rest))!) : "")
  }

  /// What is not nothing is seen.
  private func levels(_ counts: [Int], _ height: Int) -> [Int] {
    let most = counts.max() ?? 0
    return counts.map { $0 == 0 ? 0 : max(1, level($0, of: most, height)) }
  }

  private func level(_ count: Int, of most: Int, _ height: Int) -> Int {
    Int(clamping: Double(count) / Double(max(most, 1)) * Double(height))
  }

  private func character(_ level: Int) -> String {
    (isUnicode
      ? [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
      : [" ", ".", ".", ":", ":", "=", "=", "#", "#"])[level]
  }
}

extension String {
  /// Without the blanks at its end.
  var trimmed: String {
    var text = self[...]
    while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
    return String(text)
  }

  /// The text in lines of so many columns, broken between words; a longer word is cut up.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      var word = String(word)
      if !line.isEmpty, line.columns + 1 + word.columns > width {
        lines.append(line)
        line = ""
      }
      while word.columns > width {
        let start = word.cut(to: width)
        lines.append(start)
        word = String(word.unicodeScalars.dropFirst(start.unicodeScalars.count - 1))
      }
      line += line.isEmpty ? word : " " + word
    }
    return lines + [line]
  }
}
