extension RecordReader {
  /// Looks at the token between records, and begins a record if it is one's first.
  mutating func beginRecord(_ rejects: inout Rejects) throws(IOError) -> Step? {
    let start = Int(index.marks[nextMark])
    countBlankLines(upTo: start)
    let byte = window.bytes[start]
    switch byte {
    case Self.recordSeparator:
      lines.skipColumns(1)
      passToken(upTo: start + 1)
      return nil
    case Self.byteOrderMark[0]:
      let end = start + Self.byteOrderMark.count
      if end > window.end, !isFileRead { return try fill() }
      if window.bytes.extracting(start...).starts(with: Self.byteOrderMark) {
        passByteOrderMark(upTo: end)
        return nil
      }
    default: break
    }
    // Behind nothing but white space, or the bracket or comma of an array.
    let isFirstOnLine = lineTokens == 0 || lineTokens == 1 && !framing.isBehindRecord
    lineTokens += 1
    switch framing.next(byte, line: lines.line) {
    case .pass:
      passToken(upTo: start + 1)
    case .record:
      if isFirstOnLine { framing.indent(to: start - lines.lineStart) }
      records += 1
      place = Place(file: files.name, line: lines.line)
      recordMark = nextMark
      recordGap = lines.gap
      window.release(upTo: start)
      if let fault = openBrackets.fault(at: windowStart + start) {
        damage(start, JSONFault(fault.reason, at: fault.offset - windowStart), &rejects)
      } else {
        grammar.begin(at: nextMark)
        phase = .inside(start: start)
      }
    case .fault(let reason):
      records += 1
      place = Place(file: files.name, line: lines.line)
      window.release(upTo: start)
      damage(start, JSONFault(reason, at: start), &rejects)
    }
    return nil
  }

  private mutating func passToken(upTo end: Int) {
    window.release(upTo: end)
    nextMark += 1
  }

  /// Begins each record of a JSON text sequence (RFC 7464).
  static let recordSeparator: UInt8 = 0x1E
  /// Begins files of some systems, and so stands between records where such files were joined.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Goes on behind a byte order mark, with a new index: to the old one it is part of what follows.
  private mutating func passByteOrderMark(upTo end: Int) {
    let tokens = lineTokens
    beginLine(at: end)
    lineTokens = tokens
    phase = .between
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
      noteLinePrefix(at: start, isAlone: true)
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
