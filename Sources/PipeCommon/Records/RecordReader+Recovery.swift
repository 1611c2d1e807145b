extension RecordReader {
  /// Begins to look for a line to go on from.
  mutating func damage(_ start: Int, _ fault: JSONFault, _ rejects: inout Rejects) {
    var fault = fault
    fault.offset -= start
    if fault.offset >= maxRecord { fault = JSONFault(.tooLong(limit: maxRecord), at: maxRecord) }
    rejects.note(fault, at: place)
    // What was open is open no more, and must not follow the marks that come.
    grammar.begin(at: 0)
    phase = .recovering(fault, search: start)
  }

  /// Looks on for a line that starts like a record.
  mutating func recover(
    _ fault: JSONFault, _ search: Int, _ rejects: inout Rejects
  ) throws(IOError) -> Step? {
    var search = search
    while let newline = window.firstNewline(from: search) {
      var place = newline + 1
      let limit = min(place + framing.indentation, window.end)
      while place < limit,
        window.bytes[place] == UInt8(ascii: " ")
          || window.bytes[place] == UInt8(ascii: "\t")
      {
        place += 1
      }
      if place == window.end, !isFileRead {
        // The line is not there yet; come back to this newline, which is all that is still needed.
        try passOver(upTo: newline, &rejects)
        phase = .recovering(fault, search: newline)
        return try fill()
      }
      if place < window.end, window.bytes[place] | 0x20 == UInt8(ascii: "{") {
        return try resume(at: newline + 1, fault, &rejects)
      }
      search = newline + 1
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
    phase = .recovering(fault, search: window.end)
    return try fill()
  }

  mutating func resume(
    at position: Int, _ fault: JSONFault, _ rejects: inout Rejects
  ) throws(IOError) -> Step {
    try passOver(upTo: position, &rejects)
    try rejects.end()
    index.restart(at: position)
    lines.resume(at: position, newlines: 0)
    nextMark = 0
    lineTokens = 0
    framing.resume()
    step = Self.firstStep
    phase = .between
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
}
