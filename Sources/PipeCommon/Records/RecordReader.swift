/// One record after another out of the input, whatever way they are strung together: a line each,
/// pretty-printed, one behind the other, or as the elements of an array at the top level.
///
///     files ─ read ─▶ window ─ stage 1 ─▶ marks ─ stage 2 ─▶ a record ─▶ view
///
/// A record ends where its value ends. Damage ends at the first line after the one on which the
/// damaged record began that starts like a record, so that one damaged line costs one line; the
/// window goes back there, and stage 1 starts afresh. Nothing here ever waits: `advance` says when
/// it would have to, so that the tool can pass on what it has first.
package struct RecordReader: ~Copyable {
  package enum Step: Equatable {
    /// A batch lies ready in `view`.
    case record
    /// A record was refused, reported and kept.
    case rejected(JSONFault)
    /// Nothing can be said before more bytes come: call `wait`, then `advance`.
    case waiting
    /// All input was read, or a signal asks to stop.
    case end
  }

  private enum Phase {
    case opening
    case between
    case inside(start: Int)
    /// A record lies ready; it is let go at the next step.
    case ready(end: Int)
    /// Looking for a line to go on from; everything from the window's start is damaged.
    case recovering(JSONFault, search: Int)
  }

  private static let firstStep = 1 << 10
  private static let largestStep = 1 << 15

  private var files: InputFiles
  private var window: ByteBuffer
  private var index = StructuralIndex()
  private var grammar = JSONGrammar()
  private var framing = ArrayFraming()
  private var lines = LineCounter()
  private var phase = Phase.opening
  private let maxRecord: Int
  private let keepsTruncated: Bool

  /// The first mark that belongs to no record yet.
  private var nextMark = 0
  private var recordMark = 0
  private var recordGap = 0
  /// How far stage 1 goes at a time: little after damage, where it may have to go back.
  private var step = firstStep
  /// Whether the current file has no more bytes.
  private var isFileRead = false
  private var lineHasContent = false

  /// Where the current record, or the one refused last, begins.
  package private(set) var place = Place(file: "stdin", line: 1)
  /// Everything read: good records, refused ones, `{}` and blank lines.
  package private(set) var records = 0
  /// How many of them were `{}` or blank lines.
  package private(set) var blank = 0
  /// Whether the input ended inside a record or an array: the command before may have died.
  package private(set) var endsInsideRecord = false

  /// - Parameter keepsTruncated: whether a record cut short by the end of the input goes to the
  ///   rejects; a sender leaves it for the next run, where it may be whole.
  package init(
    _ files: consuming InputFiles, maxRecord: Int = CommonSettings.defaultMaxRecord,
    keepsTruncated: Bool = true, capacity: Int = 1 << 18
  ) {
    self.files = files
    self.maxRecord = maxRecord
    self.keepsTruncated = keepsTruncated
    window = ByteBuffer(capacity: capacity)
  }

  package var bytesRead: Int { files.bytesRead }

  /// The current record; valid until the next step.
  package var view: JSONView {
    @_lifetime(borrow self)
    borrowing get {
      JSONView(
        bytes: window.bytes, marks: index.marks.span, closers: grammar.closers.span,
        gaps: index.gaps.span.extracting(recordGap...), root: JSONNode(mark: recordMark))
    }
  }

  /// The current record's bytes as they came.
  package var record: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { view.text(view.root) }
  }

  /// Waits until reading would not have to, or a signal asks to stop.
  package func wait() {
    while Signals.received == nil, !isReadable(within: 250) {}
  }

  /// Whether reading would not have to wait, waiting for that at most so long.
  package func isReadable(within milliseconds: Int32) -> Bool {
    files.isReadable(within: milliseconds)
  }

  /// Goes on to the next record.
  package mutating func advance(rejecting rejects: inout Rejects) throws(IOError) -> Step {
    while true {
      switch phase {
      case .opening:
        guard try openFile() else { return .end }
      case .ready(let end):
        letGo(upTo: end)
      case .between:
        if nextMark < index.marks.count {
          if let step = beginRecord(&rejects) { return step }
        } else if index.position < window.end {
          extendIndex()
        } else if isFileRead {
          if let step = closeFile(&rejects) { return step }
        } else if let step = try fill() {
          return step
        }
      case .inside(let start):
        switch grammar.run(window, index, atEnd: isFileRead && index.position == window.end) {
        case .complete(let lastMark):
          if let step = try complete(start: start, lastMark: lastMark, &rejects) { return step }
        case .fault(let fault):
          damage(start, fault, &rejects)
        case .starved:
          if index.position - start > maxRecord {
            damage(start, JSONFault(.tooLong(limit: maxRecord), at: start + maxRecord), &rejects)
          } else if index.position < window.end {
            extendIndex()
          } else if let step = try fill() {
            return step
          }
        }
      case .recovering(let fault, let search):
        if let step = try recover(fault, search, &rejects) { return step }
      }
    }
  }
}

extension RecordReader {
  /// Looks at the token between records, and begins a record if it is one's first.
  private mutating func beginRecord(_ rejects: inout Rejects) -> Step? {
    let start = Int(index.marks[nextMark])
    countBlankLines(upTo: start)
    lineHasContent = true
    let isFirst = framing.isBeforeFirstRecord
    let byte = window.bytes[start]
    switch framing.next(byte, line: lines.line) {
    case .pass:
      nextMark += 1
    case .record:
      if isFirst { framing.indent(to: column(of: start)) }
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
  private mutating func complete(
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
  private mutating func letGo(upTo end: Int) {
    _ = lines.advance(to: end, window, index.gaps)
    window.release(upTo: end)
    step = min(step * 2, Self.largestStep)
    phase = .between
  }

  private mutating func countBlankLines(upTo end: Int) {
    let newlines = lines.advance(to: end, window, index.gaps)
    guard newlines > 0 else { return }
    let blankLines = newlines - (lineHasContent ? 1 : 0)
    blank += blankLines
    records += blankLines
    lineHasContent = false
  }

  /// How far from its line's beginning a position is, as far as the window reaches back.
  private func column(of position: Int) -> Int {
    var start = position
    while start > 0, window.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return position - start
  }
}

extension RecordReader {
  /// Begins to look for a line to go on from.
  private mutating func damage(_ start: Int, _ fault: JSONFault, _ rejects: inout Rejects) {
    var fault = fault
    fault.offset -= start
    if fault.offset >= maxRecord { fault = JSONFault(.tooLong(limit: maxRecord), at: maxRecord) }
    rejects.note(fault, at: place)
    phase = .recovering(fault, search: start)
  }

  /// Looks on for a line that starts like a record.
  private mutating func recover(
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
        // The line is not there yet; come back to this newline.
        phase = .recovering(fault, search: newline)
        return try fill()
      }
      if place < window.end, window.bytes[place] | 0x20 == UInt8(ascii: "{") {
        return try resume(at: newline + 1, fault, &rejects)
      }
      search = newline + 1
    }
    if isFileRead {
      if fault.reason == .endOfInput {
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

  private mutating func resume(
    at position: Int, _ fault: JSONFault, _ rejects: inout Rejects
  ) throws(IOError) -> Step {
    try passOver(upTo: position, &rejects)
    try rejects.end()
    index.restart(at: position)
    lines.resume(at: position, newlines: 0)
    nextMark = 0
    lineHasContent = false
    framing.resume()
    step = Self.firstStep
    phase = .between
    return .rejected(fault)
  }

  /// Gives damaged bytes to the rejects, and counts their lines.
  private mutating func passOver(upTo end: Int, _ rejects: inout Rejects) throws(IOError) {
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

extension RecordReader {
  /// Opens the next file.
  ///
  /// - Returns: `false` if there is none.
  private mutating func openFile() throws(IOError) -> Bool {
    window.release(upTo: window.end)
    _ = window.makeRoom(limit: .max)
    guard Signals.received == nil, try files.openNext(into: &window) else { return false }
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
    lineHasContent = false
    phase = .between
    return true
  }

  /// Ends a file of which everything was read.
  private mutating func closeFile(_ rejects: inout Rejects) -> Step? {
    countBlankLines(upTo: window.end)
    phase = .opening
    guard let reason = framing.faultAtEnd else { return nil }
    endsInsideRecord = true
    place = Place(file: files.name, line: lines.line)
    records += 1
    let fault = JSONFault(reason, at: 0)
    rejects.note(fault, at: place)
    return .rejected(fault)
  }

  private mutating func extendIndex() {
    index.extend(over: window, upTo: index.position + step)
    step = min(step * 2, Self.largestStep)
  }

  /// Reads once more.
  ///
  /// - Returns: a step for the tool if that would mean waiting, or if it is to stop.
  private mutating func fill() throws(IOError) -> Step? {
    if Signals.received != nil { return .end }
    guard files.isReadable(within: 0) else { return .waiting }
    makeRoom()
    do throws(IOError) {
      if try files.fill(&window) == 0 { isFileRead = true }
    } catch {
      if error.code == EINTR, Signals.received != nil { return .end }
      throw error
    }
    return nil
  }

  /// Makes room in the window, and lets every position in it follow.
  private mutating func makeRoom() {
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

extension Span<UInt8> {
  /// Whether the span begins with these bytes.
  package func starts(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && equalBytes(extracting(0..<prefix.count), prefix.span)
  }
}
