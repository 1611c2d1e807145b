extension RecordCursor {
  /// Stops at damage, which begins where the current record does.
  mutating func damage(_ start: Int, _ fault: JSONFault) {
    if case .inside = phase,
      let open = OpenBrackets(
        fault, window.grammar.stack.span, window.index.marks.places, windowStart: window.origin)
    {
      openBrackets = open
    }
    var fault = fault
    fault.offset -= start
    if fault.offset >= rules.maxRecord {
      fault = JSONFault(.tooLong(limit: rules.maxRecord), at: rules.maxRecord)
    }
    // What was open is open no more, and must not follow the marks that come.
    window.grammar.begin(at: 0)
    phase = .damaged(fault)
  }

  /// Reports damage, and begins to look for a line to go on from.
  mutating func beginRecovery(_ fault: JSONFault, _ rejects: inout Rejects) {
    let start = window.start
    let isRecord = window.bytes[start] | 0x20 == UInt8(ascii: "{") && !rules.takesBehindTab
    rejects.note(fault, at: Place(file: window.file, line: record.line))
    phase = .recovering(fault, search: start, goal: isRecord ? .record : .line(isSeen: false))
  }

  /// Looks on for a line to go on from.
  mutating func recover(
    _ fault: JSONFault, _ search: Int, _ goal: Goal, _ rejects: inout Rejects,
    _ prefixes: inout LinePrefixes
  ) throws(IOError) -> RecordReader.Step? {
    if rejects.needsTurn(for: window.end - window.start) { return .needsTurn }
    var search = search
    var goal = goal
    if case .line(isSeen: false) = goal {
      let isThere = window.end - search >= LinePrefixes.longest || isFileRead
      if !isThere, window.firstNewline(from: search) == nil { return try fill() }
      prefixes.note(record, in: window, at: search, isAlone: false)
      goal = .line(isSeen: true)
    }
    while let first = window.firstNewline(from: search) {
      switch goal {
      case .line: return try resume(at: first + 1, fault, &rejects)
      case .record:
        // Of empty lines, of which there may be any number, only the last can be followed by one.
        let newline = first + window.buffer.newlines(from: first) - 1
        guard let beginsRecord = beginsRecord(newline + 1) else {
          // The line is not there yet; come back to its beginning, which is all that is needed.
          try passOver(upTo: newline, &rejects)
          phase = .recovering(fault, search: newline, goal: goal)
          return try fill()
        }
        if beginsRecord { return try resume(at: newline + 1, fault, &rejects) }
        search = newline + 1
      }
    }
    if isFileRead {
      if fault.reason == .endOfInput, files.isLast {
        endsInsideRecord = true
        if !rules.keepsTruncated { window.release(upTo: window.end) }
      }
      return try resume(at: window.end, fault, &rejects)
    }
    // Nothing up to here is needed again but for the rejects.
    try passOver(upTo: window.end, &rejects)
    phase = .recovering(fault, search: window.end, goal: goal)
    return try fill()
  }

  /// Whether a line begins like a record: `{` or `[`, not deeper than the records before it, perhaps
  /// behind the comma of an array; `nil` if it is not there yet.
  private func beginsRecord(_ start: Int) -> Bool? {
    let bytes = window.bytes
    var deepest = framing.indentation
    var mayBeComma = !framing.isOutside
    var blanks = 0
    var place = start
    while place < window.end, place - start < Self.longestLineStart {
      switch bytes[place] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): return true
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        blanks += 1
        if blanks > deepest { return false }
      case UInt8(ascii: ",") where mayBeComma:
        mayBeComma = false
        // The blank that is usual behind a comma.
        deepest += 1
      case Self.recordSeparator: break
      case let byte where Self.byteOrderMark.contains(byte): break
      default: return false
      }
      place += 1
    }
    return place < window.end || isFileRead ? false : nil
  }

  /// No line is looked at any further for whether it begins like a record.
  private static var longestLineStart: Int { 80 }

  mutating func resume(
    at position: Int, _ fault: JSONFault, _ rejects: inout Rejects
  ) throws(IOError) -> RecordReader.Step {
    try passOver(upTo: position, &rejects)
    try rejects.end()
    framing.resume()
    beginLine(at: position)
    return .rejected(fault)
  }

  /// Gives damaged bytes to the rejects, and counts their lines.
  mutating func passOver(upTo end: Int, _ rejects: inout Rejects) throws(IOError) {
    try rejects.append(
      window.bytes.extracting(window.start..<end), trimmingCommas: !framing.isOutside)
    let newlines = window.buffer.countNewlines(upTo: end)
    lines.resume(at: end, newlines: newlines)
    window.release(upTo: end)
  }
}
