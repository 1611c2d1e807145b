extension RecordCursor {
  /// Looks at the token between records, and begins a record if it is one's first.
  ///
  /// - Returns: `false` if more bytes are needed for that.
  mutating func beginRecord() -> Bool {
    let start = Int(window.index.marks[nextMark])
    countBlankLines(upTo: start)
    let byte = window.bytes[start]
    switch byte {
    case Self.recordSeparator:
      lines.skipColumns(1)
      passToken(upTo: start + 1)
      return true
    case Self.byteOrderMark[0]:
      let end = start + Self.byteOrderMark.count
      if end > window.end, !isFileRead { return false }
      if window.bytes.extracting(start...).starts(with: Self.byteOrderMark) {
        phase = .byteOrderMark(end: end)
        return true
      }
    default: break
    }
    // Behind nothing but white space, or the bracket or comma of an array.
    let isFirstOnLine = lines.tokens == 0 || lines.tokens == 1 && !framing.isBehindRecord
    lines.tokens += 1
    switch framing.next(byte, line: lines.line) {
    case .pass:
      passToken(upTo: start + 1)
    case .record:
      if isFirstOnLine { framing.indent(to: start - lines.lineStart) }
      noteRecord()
      record.mark = UInt32(truncatingIfNeeded: nextMark)
      record.gap = UInt32(truncatingIfNeeded: lines.gap)
      window.release(upTo: start)
      if let fault = openBrackets.fault(at: window.origin + start) {
        damage(start, JSONFault(fault.reason, at: fault.offset - window.origin))
      } else {
        window.grammar.begin(at: nextMark)
        phase = .inside(start: start)
      }
    case .fault(let reason):
      noteRecord()
      window.release(upTo: start)
      damage(start, JSONFault(reason, at: start))
    }
    return true
  }

  /// Counts a record that begins here, whatever becomes of it.
  mutating func noteRecord() {
    record.records += 1
    record.line = lines.line
    record.beginsLine = lines.tokens == 1
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
  mutating func passByteOrderMark(upTo end: Int) {
    let tokens = lines.tokens
    beginLine(at: end)
    lines.tokens = tokens
    phase = .between
  }

  /// Takes a whole value for a record, unless it is too long, or `{}`.
  ///
  /// - Returns: whether it is one.
  mutating func complete(start: Int, lastMark: Int) -> Bool {
    let range = range(of: record)
    let isObject = window.bytes[start] == UInt8(ascii: "{")
    guard range.count <= rules.maxRecord else {
      damage(start, tooLong(from: start))
      return false
    }
    nextMark = lastMark + 1
    phase = .ready(end: range.upperBound)
    if isObject, lastMark == Int(record.mark) + 1 {
      record.blank += 1
      return false
    }
    return true
  }

  private func range(of record: FoundRecord) -> Range<Int> {
    let view = window[record]
    return view.range(view.root)
  }

  func tooLong(from start: Int) -> JSONFault {
    JSONFault(.tooLong(limit: rules.maxRecord), at: start + rules.maxRecord)
  }

  /// Lets go of a record, counting the lines it took.
  mutating func letGo(upTo end: Int) {
    _ = lines.advance(to: end, window.buffer, window.index.gaps)
    window.release(upTo: end)
    window.lengthenStep()
    phase = .between
  }

  mutating func countBlankLines(upTo end: Int) {
    let newlines = lines.advance(to: end, window.buffer, window.index.gaps)
    guard newlines > 0 else { return }
    let blankLines = newlines - (lines.tokens > 0 ? 1 : 0)
    record.blank += blankLines
    record.records += blankLines
    lines.tokens = 0
  }
}
