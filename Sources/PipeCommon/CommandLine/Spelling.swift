/// What the user may have meant.
package enum Spelling {
  /// ` (did you mean 'x'?)`, or nothing if no word is near.
  package static func suggestion(for word: String, among words: [String]) -> String {
    // Nobody misspells what is that long, and the work grows with both lengths.
    guard word.utf8.count <= 256 else { return "" }
    let ranked = words.map { ($0, distance(word, $0)) }.sorted { $0.1 < $1.1 }
    guard let (nearest, distance) = ranked.first, distance <= max(2, word.count / 4) else {
      return ""
    }
    return " (did you mean '\(nearest)'?)"
  }

  /// How many insertions, deletions, replacements and swaps of neighbours lie between two words.
  package static func distance(_ one: String, _ other: String) -> Int {
    let one = Array(one)
    let other = Array(other)
    var rows = [Array(0...other.count)]
    for i in 1..<(one.count + 1) {
      var row = [i]
      for j in 1..<(other.count + 1) {
        let replaced = rows[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)
        var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, replaced)
        if i > 1, j > 1, one[i - 1] == other[j - 2], one[i - 2] == other[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[one.count][other.count]
  }
}
