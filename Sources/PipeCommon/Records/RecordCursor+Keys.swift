/// Lines that begin with a key and a tab, as `kcat -K` writes them; records stand behind the tab.
///
///     user-17 ⇥ {"events":[…],…}
///
/// Marks are made of one line at a time, as what is a key may hold anything.
extension RecordCursor {
  /// Passes over a line's key.
  ///
  /// - Returns: `false` if more bytes are needed for that.
  mutating func passKey(_ search: Int) -> Bool {
    let end = firstTabOrNewline(from: search)
    let start = window.start
    if end < window.end, window.bytes[end] == UInt8(ascii: "\t") {
      beginLine(at: end + 1)
      phase = .between
    } else if isBlank(start..<end), end < window.end || isFileRead {
      // The rest of the file, or a line, is counted where lines end.
      phase = .between
      window.extend(upTo: end + 1)
    } else if end < window.end || isFileRead || end - start > rules.maxRecord {
      noteRecord()
      let reason = "no tab in this line, behind which a record could stand"
      damage(start, JSONFault(.unacceptable(reason), at: start))
    } else {
      phase = .key(search: end)
      return false
    }
    return true
  }

  /// Ends the line, if it ends before the next token.
  mutating func endLine() -> Bool {
    let next = window.place(ofMark: nextMark)
    var place = window.start
    while place < next, window.bytes[place] != UInt8(ascii: "\n") { place += 1 }
    guard place < next else { return false }
    countBlankLines(upTo: place + 1)
    beginLine(at: place + 1)
    return true
  }

  /// Makes the marks of the line up to its end.
  mutating func extendIndexOverLine() {
    let end = window.firstNewline(from: window.index.position) ?? window.end
    window.extend(upTo: end + 1)
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
