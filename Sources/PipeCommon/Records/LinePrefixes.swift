/// Counts lines that begin with something else before their record, such as a log's time or a key.
struct LinePrefixes {
  private var count = 0
  /// How many of them were refused alone, so that the record behind is one more of their line.
  private var countAlone = 0
  private var example: [UInt8] = []
  /// How many tabs the example has; the record stands behind the last.
  private var tabs = 0
  /// How many of the lines have so many tabs before the record.
  private var countWithTabs = 0

  /// No prefix is taken for one that is longer.
  static let longest = 200

  /// Looks at a line that begins no record, if what was found is the first on it.
  ///
  /// - Parameter isAlone: whether what it begins with is a record by itself, such as a number.
  mutating func note(
    _ found: FoundRecord, in window: borrowing MarkedWindow, at start: Int, isAlone: Bool
  ) {
    guard found.beginsLine else { return }
    let line = window.bytes.extracting(start...)
    var end = 0
    var tabs = 0
    while end < line.count, line[end] != UInt8(ascii: "{") {
      guard end < Self.longest, line[end] != UInt8(ascii: "\n") else { return }
      if line[end] == UInt8(ascii: "\t") { tabs += 1 }
      end += 1
    }
    guard beginsObject(line, at: end) else { return }
    count += 1
    if isAlone { countAlone += 1 }
    if line[end - 1] != UInt8(ascii: "\t") { tabs = 0 }
    if count == 1 {
      example = Array(copying: line.extracting(0..<end))
      self.tabs = tabs
    }
    if tabs > 0, tabs == self.tabs { countWithTabs += 1 }
  }

  /// What to say if most lines of so many records begin with something else.
  func hint(records: Int) -> String? {
    guard count > 0, count * 2 >= records - countAlone else { return nil }
    let command = countWithTabs == count ? "cut -f\(tabs + 1)-" : "sed 's/^[^{]*//'"
    let text = String(decoding: example, as: UTF8.self).visible().cut(to: 60)
    return "\(count.counted("line")) with text before the '{', such as '\(text)': put "
      + "\(command) in front to take it away"
  }

  /// Whether a bracket at a place is followed by a key or its end.
  private func beginsObject(_ line: Span<UInt8>, at place: Int) -> Bool {
    guard place > 0, place < line.count else { return false }
    var next = place + 1
    while next < line.count, line[next] == UInt8(ascii: " ") { next += 1 }
    return next < line.count
      && (line[next] == UInt8(ascii: "\"") || line[next] == UInt8(ascii: "}"))
  }
}
