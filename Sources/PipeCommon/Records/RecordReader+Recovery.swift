extension RecordReader {
  /// Begins to look for a line to go on from.
  mutating func damage(_ start: Int, _ fault: JSONFault, _ rejects: inout Rejects) {
    if case .inside = phase,
      let open = OpenBrackets(
        fault, grammar.stack.span, index.marks.places, windowStart: windowStart)
    {
      openBrackets = open
    }
    let isRecord = window.bytes[start] | 0x20 == UInt8(ascii: "{") && !takesBehindTab
    var fault = fault
    fault.offset -= start
    if fault.offset >= maxRecord { fault = JSONFault(.tooLong(limit: maxRecord), at: maxRecord) }
    rejects.note(fault, at: place)
    // What was open is open no more, and must not follow the marks that come.
    grammar.begin(at: 0)
    phase = .recovering(fault, search: start, goal: isRecord ? .record : .line(isSeen: false))
  }

  /// Looks on for a line to go on from.
  mutating func recover(
    _ fault: JSONFault, _ search: Int, _ goal: Goal, _ rejects: inout Rejects
  ) throws(IOError) -> Step? {
    var search = search
    var goal = goal
    if case .line(isSeen: false) = goal {
      let isThere = window.end - search >= LinePrefixes.longest || isFileRead
      if !isThere, window.firstNewline(from: search) == nil { return try fill() }
      noteLinePrefix(at: search, isAlone: false)
      goal = .line(isSeen: true)
    }
    while var newline = window.firstNewline(from: search) {
      switch goal {
      case .line: return try resume(at: newline + 1, fault, &rejects)
      case .record:
        // Of empty lines, of which there may be any number, only the last can be followed by one.
        while newline + 1 < window.end, window.bytes[newline + 1] == UInt8(ascii: "\n") {
          newline += 1
        }
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
        if !keepsTruncated { window.release(upTo: window.end) }
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
  ) throws(IOError) -> Step {
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
    var newlines = 0
    var next = window.firstNewline(from: window.start)
    while let newline = next, newline < end {
      newlines += 1
      next = window.firstNewline(from: newline + 1)
    }
    lines.resume(at: end, newlines: newlines)
    window.release(upTo: end)
  }

  /// Looks at what a line begins with in which no record begins.
  mutating func noteLinePrefix(at start: Int, isAlone: Bool) {
    guard lineTokens == 1 else { return }
    var prefixes = linePrefixes
    prefixes.note(window.bytes.extracting(start...), isAlone: isAlone)
    linePrefixes = prefixes
  }
}
