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
    // A byte order mark is three bytes; a file that is no longer than that does not wait.
    while window.end < 3 {
      _ = window.makeRoom()
      if try files.fill(&window) == 0 { break }
    }
    if window.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { window.release(upTo: 3) }
    index.restart(at: window.start)
    lines.restart(at: window.start)
    framing = ArrayFraming()
    nextMark = 0
    lineTokens = 0
    phase = .between
    return true
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
    if case .recovering(let fault, let search) = phase {
      let moved = window.makeRoom(limit: limit)
      phase = .recovering(fault, search: search - moved)
      lines.forget(gaps: 0, moved: moved)
      return
    }
    if case .between = phase {
      countBlankLines(upTo: window.end)
      window.release(upTo: window.end)
    }
    // A record begins at `nextMark` or nowhere yet; everything before it has been dealt with.
    let marks = nextMark
    let gaps = lines.gap
    let moved = window.makeRoom(keeping: index.block, limit: limit)
    index.forget(marks: marks, gaps: gaps, moved: moved)
    lines.forget(gaps: gaps, moved: moved)
    grammar.forget(marks: marks)
    nextMark = 0
    recordMark = 0
    recordGap = 0
    if case .inside(let start) = phase { phase = .inside(start: start - moved) }
  }
}
