/// Lines that begin with a key and a tab, as `kcat -K` writes them; records stand behind the tab.
///
///     user-17 ⇥ {"events":[…],…}
///
/// Marks are made of one line at a time, as what is a key may hold anything.
extension RecordReader {
  /// Passes over a line's key.
  mutating func passKey(_ search: Int, _ rejects: inout Rejects) throws(IOError) -> Step? {
    let end = firstTabOrNewline(from: search)
    if end < window.end, window.bytes[end] == UInt8(ascii: "\t") {
      beginLine(at: end + 1)
      phase = .between
    } else if isBlank(window.start..<end), end < window.end || isFileRead {
      // The rest of the file, or a line, is counted where lines end.
      phase = .between
      index.extend(over: window, upTo: end + 1)
    } else if end < window.end || isFileRead || end - window.start > maxRecord {
      records += 1
      place = Place(file: files.name, line: lines.line)
      let reason = "no tab in this line, behind which a record could stand"
      damage(window.start, JSONFault(.unacceptable(reason), at: window.start), &rejects)
    } else {
      phase = .key(search: end)
      return try fill()
    }
    return nil
  }

  /// Ends the line, if it ends before the next token.
  mutating func endLine() -> Bool {
    let next = nextMark < index.marks.count ? Int(index.marks[nextMark]) : index.position
    var place = window.start
    while place < next, window.bytes[place] != UInt8(ascii: "\n") { place += 1 }
    guard place < next else { return false }
    countBlankLines(upTo: place + 1)
    beginLine(at: place + 1)
    return true
  }

  /// Makes the marks of the line up to its end.
  mutating func extendIndexOverLine() {
    let end = window.firstNewline(from: index.position) ?? window.end
    index.extend(over: window, upTo: end + 1)
  }

  /// Where the first of them is, or the window's end.
  private func firstTabOrNewline(from position: Int) -> Int {
    let bytes = window.bytes
    var place = position
    while place < bytes.count, bytes[place] != UInt8(ascii: "\t"),
      bytes[place] != UInt8(ascii: "\n")
    {
      place += 1
    }
    return place
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    range.allSatisfy { [0x20, 0x0D].contains(window.bytes[$0]) }
  }
}
