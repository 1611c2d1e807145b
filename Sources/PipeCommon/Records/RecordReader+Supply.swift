extension RecordReader {
  /// Opens the next file.
  ///
  /// - Returns: a step for the tool if there is none, or if it is to stop.
  mutating func openFile() throws(IOError) -> Step? {
    try unlessInterrupted { (reader) throws(IOError) in
      try reader.openNextFile() ? nil : .end
    }
  }

  private mutating func openNextFile() throws(IOError) -> Bool {
    window.release(upTo: window.end)
    _ = window.makeRoom(limit: .max)
    guard try files.openNext(into: &window) else { return false }
    isFileRead = false
    windowStart = 0
    lines.restart(at: window.start)
    framing = ArrayFraming()
    openBrackets = OpenBrackets()
    beginLine(at: window.start)
    return true
  }

  /// Goes on at the beginning of a line, with a new index.
  mutating func beginLine(at position: Int) {
    window.release(upTo: position)
    index.restart(at: position)
    lines.resume(at: position, newlines: 0)
    nextMark = 0
    lineTokens = 0
    step = Self.firstStep
    phase = takesBehindTab ? .key(search: position) : .between
  }

  /// Ends a file of which everything was read.
  mutating func closeFile(_ rejects: inout Rejects) -> Step? {
    countBlankLines(upTo: window.end)
    phase = .opening
    guard let reason = framing.faultAtEnd else { return nil }
    endsInsideRecord = files.isLast
    place = Place(file: files.name, line: lines.line)
    records += 1
    let fault = JSONFault(reason, at: 0)
    rejects.note(fault, at: place)
    return .rejected(fault)
  }

  mutating func extendIndex() {
    if takesBehindTab { return extendIndexOverLine() }
    index.extend(over: window, upTo: index.position + step)
    step = min(step * 2, Self.largestStep)
  }

  /// Reads once more.
  ///
  /// - Returns: a step for the tool if that would mean waiting, or if it is to stop.
  mutating func fill() throws(IOError) -> Step? {
    try unlessInterrupted { (reader) throws(IOError) in
      guard reader.files.isReadable(within: 0) else { return .waiting }
      reader.makeRoom()
      if try reader.files.fill(&reader.window, limit: reader.readLimit) == 0 {
        reader.isFileRead = true
      }
      return nil
    }
  }

  /// Does what may have to wait for the system, which a signal ends and forestalls.
  private mutating func unlessInterrupted(
    _ body: (inout RecordReader) throws(IOError) -> Step?
  ) throws(IOError) -> Step? {
    if let signal = Signals.received { return .interrupted(signal: signal) }
    do throws(IOError) {
      return try body(&self)
    } catch {
      guard error.isInterruption, let signal = Signals.received else { throw error }
      return .interrupted(signal: signal)
    }
  }

  /// Makes room in the window, and lets every position in it follow.
  mutating func makeRoom() {
    let limit = maxRecord + Self.largestStep
    if case .recovering(let fault, let search, let goal) = phase {
      let moved = window.makeRoom(limit: limit)
      windowStart += moved
      phase = .recovering(fault, search: search - moved, goal: goal)
      lines.forget(gaps: 0, moved: moved)
      return
    }
    if case .between = phase {
      // A byte order mark may have come in part.
      let end = nextMark < index.marks.count ? Int(index.marks[nextMark]) : window.end
      countBlankLines(upTo: end)
      window.release(upTo: end)
    }
    // A record begins at `nextMark` or nowhere yet; everything before it has been dealt with.
    let marks = nextMark
    let gaps = lines.gap
    let moved = window.makeRoom(keeping: index.block, limit: limit)
    windowStart += moved
    index.forget(marks: marks, gaps: gaps, moved: moved)
    lines.forget(gaps: gaps, moved: moved)
    grammar.forget(marks: marks)
    nextMark = 0
    recordMark = 0
    recordGap = 0
    switch phase {
    case .inside(let start): phase = .inside(start: start - moved)
    case .key(let search): phase = .key(search: search - moved)
    default: break
    }
  }
}
