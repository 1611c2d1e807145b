extension RecordCursor {
  /// Opens the next file.
  ///
  /// - Returns: a step for the tool if there is none, or if it is to stop.
  mutating func openFile() throws(IOError) -> RecordReader.Step? {
    try unlessInterrupted { (cursor) throws(IOError) in
      try cursor.openNextFile() ? nil : .end
    }
  }

  private mutating func openNextFile() throws(IOError) -> Bool {
    window.clear()
    guard try window.open(from: &files) else { return false }
    isFileRead = false
    lines.restart(at: window.start)
    framing = ArrayFraming()
    openBrackets = OpenBrackets()
    beginLine(at: window.start)
    return true
  }

  /// Goes on at the beginning of a line, with a new index.
  mutating func beginLine(at position: Int) {
    window.restart(at: position)
    lines.resume(at: position, newlines: 0)
    lines.tokens = 0
    nextMark = 0
    phase = rules.takesBehindTab ? .key(search: position) : .between
  }

  /// Ends a file of which everything was read.
  ///
  /// - Returns: what is wrong with its end.
  mutating func closeFile() -> JSONFault? {
    countBlankLines(upTo: window.end)
    phase = .opening
    guard let reason = framing.faultAtEnd else { return nil }
    endsInsideRecord = files.isLast
    noteRecord()
    return JSONFault(reason, at: 0)
  }

  mutating func extendIndex() {
    if rules.takesBehindTab { extendIndexOverLine() } else { window.extend() }
  }

  /// Reads once more.
  ///
  /// - Returns: a step for the tool if that would mean waiting, or if it is to stop.
  mutating func fill() throws(IOError) -> RecordReader.Step? {
    try unlessInterrupted { (cursor) throws(IOError) in
      guard cursor.files.isReadable(within: 0) else { return .waiting }
      cursor.makeRoom()
      if try cursor.window.fill(from: &cursor.files, limit: cursor.rules.readLimit) == 0 {
        cursor.isFileRead = true
      }
      return nil
    }
  }

  /// Does what may have to wait for the system, which a signal ends and forestalls.
  private mutating func unlessInterrupted(
    _ body: (inout RecordCursor) throws(IOError) -> RecordReader.Step?
  ) throws(IOError) -> RecordReader.Step? {
    if let signal = Signals.received { return .interrupted(signal: signal) }
    do throws(IOError) {
      return try body(&self)
    } catch {
      guard error.isInterruption, let signal = Signals.received else { throw error }
      return .interrupted(signal: signal)
    }
  }

  /// Makes room in the window, and lets every position in it follow.
  private mutating func makeRoom() {
    let limit = rules.maxRecord + MarkedWindow.largestStep
    let moved: Int
    if case .recovering = phase {
      moved = window.makeRoom(limit: limit)
      lines.forget(gaps: 0, moved: moved)
    } else {
      passBlanks()
      // A record begins at `nextMark` or nowhere yet; everything before it has been dealt with.
      let gaps = lines.gap
      moved = window.makeRoom(marks: nextMark, gaps: gaps, limit: limit)
      lines.forget(gaps: gaps, moved: moved)
    }
    follow(moved)
  }

  /// Lets go of what stands before the next token between records.
  private mutating func passBlanks() {
    guard case .between = phase else { return }
    // A byte order mark may have come in part.
    let end = window.place(ofMark: nextMark)
    countBlankLines(upTo: end)
    window.release(upTo: end)
  }

  /// Follows marks of which the first is the next one now, and positions that have become less.
  private mutating func follow(_ moved: Int) {
    nextMark = 0
    record.mark = 0
    record.gap = 0
    switch phase {
    case .inside(let start): phase = .inside(start: start - moved)
    case .key(let search): phase = .key(search: search - moved)
    case .recovering(let fault, let search, let goal):
      phase = .recovering(fault, search: search - moved, goal: goal)
    default: break
    }
  }

  /// Lets another cursor go on in a window of its own, so that this one's stays as it is.
  ///
  /// Of a record that is not whole yet only the bytes are taken along.
  mutating func goOn(in other: inout RecordCursor) {
    passBlanks()
    swap(&self, &other)
    swap(&window, &other.window)
    let rest = window.start
    other.window.begin(with: window, from: rest)
    other.lines.beginIndex(moved: rest)
    other.follow(rest)
  }
}
