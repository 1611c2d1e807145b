/// The reader's second thread: while the records of one window are handled, it reads, marks and
/// checks the next one.
///
///     handled here         window 1   │ window 2   │ window 3
///     found ahead     window 2  │ window 3  │ window 4
///
/// A cursor goes there and comes back with what it has found. It goes once so many bytes have come in
/// a row without a wait: an input that comes in drops is read here, and nothing of it is held back.
/// It stops at whatever is no good record, which is for the reader to deal with.
struct Lookahead: ~Copyable {
  private let limit: Int?
  private var thread: ReadAhead?
  /// The cursor whose window will be the next one; `nil` if none will go ahead any more.
  private var other: RecordCursor?
  private var isAway = false
  /// What was found in the window that is handled, and how much of it was handed out.
  private var found: [FoundRecord] = []
  private var nextFound = 0
  private var failure: IOError?
  /// How many bytes had come when there was something to wait for last.
  private var lastWait = 0

  /// - Parameter limit: how many bytes must come without a wait; `nil` for never.
  init(_ rules: RecordCursor.Rules, capacity: Int, _ level: VectorLevel, after limit: Int?) {
    // Of lines that begin with a key the marks are made one by one.
    self.limit = rules.takesBehindTab ? nil : limit
    if self.limit != nil { other = RecordCursor(InputFiles(), rules, capacity: capacity, level) }
  }

  /// The next record of the window at hand.
  mutating func next() -> FoundRecord? {
    guard nextFound < found.count else { return nil }
    nextFound += 1
    return found[nextFound - 1]
  }

  /// Sends the cursor ahead from where more bytes are needed, if that is worth it.
  mutating func start(from cursor: inout RecordCursor) -> Bool {
    guard let limit, other != nil, cursor.window.isNearlyDone,
      cursor.window.bytesRead - lastWait >= limit
    else {
      return false
    }
    // One huge record is not to be in memory twice, nor are two of them.
    if cursor.window.hasGrown { other = nil }
    if thread == nil { thread = ReadAhead() }
    guard let thread, var ahead = other.take() else {
      other = nil
      return false
    }
    cursor.goOn(in: &ahead)
    thread.departures.leave(ReadAhead.Flight(cursor: ahead))
    isAway = true
    return true
  }

  /// Takes back the cursor that went ahead, once what was found before is handed out, and lets it go
  /// on if it has come to the end of its bytes.
  ///
  /// - Returns: whether one was away.
  mutating func land(_ cursor: inout RecordCursor) throws(IOError) -> Bool {
    if let failure {
      self.failure = nil
      throw failure
    }
    guard isAway, var flight = thread?.arrivals.take() else { return false }
    isAway = false
    swap(&cursor, &flight.cursor)
    found = flight.found
    nextFound = 0
    failure = flight.failure
    let isStarved = flight.isStarved
    other = (consume flight).cursor
    if !isStarved {
      lastWait = cursor.window.bytesRead
    } else {
      _ = start(from: &cursor)
    }
    return true
  }
}
