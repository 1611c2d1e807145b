extension RecordReader {
  /// Looks at the token between records, and begins a record if it is one's first.
  mutating func beginRecord(_ rejects: inout Rejects) -> Step? {
    let start = Int(index.marks[nextMark])
    countBlankLines(upTo: start)
    let isFirst = framing.isBeforeFirstRecord
    let tokensBefore = lineTokens
    lineTokens += 1
    let byte = window.bytes[start]
    switch framing.next(byte, line: lines.line) {
    case .pass:
      nextMark += 1
    case .record:
      // Indented by white space, or by white space and the array's bracket.
      if isFirst { framing.indent(to: tokensBefore <= 1 ? start - lines.lineStart : 0) }
      records += 1
      place = Place(file: files.name, line: lines.line)
      recordMark = nextMark
      recordGap = lines.gap
      window.release(upTo: start)
      grammar.begin(at: nextMark)
      phase = .inside(start: start)
    case .fault(let reason):
      records += 1
      place = Place(file: files.name, line: lines.line)
      window.release(upTo: start)
      damage(start, JSONFault(reason, at: start), &rejects)
    }
    return nil
  }

  /// Takes a whole value for a record, unless it is none.
  mutating func complete(
    start: Int, lastMark: Int, _ rejects: inout Rejects
  ) throws(IOError) -> Step? {
    let range = view.range(JSONNode(mark: recordMark))
    if range.count > maxRecord {
      damage(start, JSONFault(.tooLong(limit: maxRecord), at: start + maxRecord), &rejects)
      return nil
    }
    nextMark = lastMark + 1
    phase = .ready(end: range.upperBound)
    let kind = view.kind(view.root)
    guard kind == .object else {
      return try reject(JSONFault(.notAnObject(kind), at: 0), &rejects)
    }
    guard lastMark > recordMark + 1 else {
      blank += 1
      return nil
    }
    return .record
  }

  /// Refuses the current record, which is well-formed but not what it should be.
  package mutating func reject(
    _ fault: JSONFault, _ rejects: inout Rejects
  ) throws(IOError) -> Step {
    rejects.note(fault, at: place)
    try rejects.keep(record)
    return .rejected(fault)
  }

  /// Lets go of a record, counting the lines it took.
  mutating func letGo(upTo end: Int) {
    _ = lines.advance(to: end, window, index.gaps)
    window.release(upTo: end)
    step = min(step * 2, Self.largestStep)
    phase = .between
  }

  mutating func countBlankLines(upTo end: Int) {
    let newlines = lines.advance(to: end, window, index.gaps)
    guard newlines > 0 else { return }
    let blankLines = newlines - (lineTokens > 0 ? 1 : 0)
    blank += blankLines
    records += blankLines
    lineTokens = 0
  }
}
