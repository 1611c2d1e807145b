/// One record after another out of the input, whatever way they are strung together: a line each,
/// pretty-printed, one behind the other, or as the elements of an array at the top level.
///
/// A cursor finds them; the reader opens files, reports what is refused, and shows the others. Nothing
/// here ever waits for input: `advance` says when it would have to, so that the tool can pass on what
/// it has first.
package struct RecordReader: ~Copyable {
  /// What a step of the reader came to.
  package enum Step: Equatable {
    /// A batch lies ready in `view`.
    case record
    /// A record was refused, reported and kept.
    case rejected(JSONFault)
    /// Nothing can be said before more bytes come: wait for `isReadable`, then `advance`.
    case waiting
    /// A damaged record is too long to be held until its turn: write all before it, then
    /// `Rejects.takeTurn`, and `advance`.
    case needsTurn
    /// All input was read.
    case end
    /// A signal asks to stop; more input may follow.
    case interrupted(signal: Int32)
  }

  private var cursor: RecordCursor
  private var lookahead: Lookahead
  /// What lines begin with that are no records.
  private var linePrefixes = LinePrefixes()
  /// The current record, or the one refused last, and what was counted up to it.
  private var found = FoundRecord()
  /// How many bytes there are to read, if that is known.
  package let totalSize: Int?

  /// - Parameter keepsTruncated: whether a record cut short by the end of the input goes to the
  ///   rejects; a sender leaves it for the next run, where it may be whole.
  /// - Parameter takesBehindTab: whether each line begins with a key and a tab.
  /// - Parameter level: how much is done at a time; the tests compare all that the machine can.
  /// - Parameter readsAheadAfter: how many bytes in a row must have come without a wait before a
  ///   second thread reads ahead; it never does if there is no number.
  package init(
    _ files: consuming InputFiles, maxRecord: Int = CommonSettings.defaultMaxRecord,
    keepsTruncated: Bool = true, takesBehindTab: Bool = false, capacity: Int = 1 << 18,
    readLimit: Int = .max, level: VectorLevel = .current, readsAheadAfter: Int? = nil
  ) {
    let rules = RecordCursor.Rules(
      maxRecord: maxRecord, keepsTruncated: keepsTruncated, takesBehindTab: takesBehindTab,
      readLimit: readLimit)
    totalSize = files.totalSize
    cursor = RecordCursor(files, rules, capacity: capacity, level)
    lookahead = Lookahead(rules, capacity: capacity, level, after: readsAheadAfter)
  }

  /// Where the current record, or the one refused last, begins.
  package var place: Place { Place(file: cursor.window.file, line: found.line) }
  /// Everything read: good records, refused ones, `{}` and blank lines.
  package var records: Int { found.records }
  /// How many of them were `{}` or blank lines.
  package var blank: Int { found.blank }
  /// Bytes read, all files together.
  package var bytesRead: Int { cursor.window.bytesRead }
  /// Whether the input ended inside a record or an array: the command before may have died.
  package var endsInsideRecord: Bool { cursor.endsInsideRecord }

  /// The current record; valid until the next step.
  package var view: JSONView {
    @_lifetime(borrow self)
    borrowing get { cursor.window[found] }
  }

  /// Where the current record begins, in bytes from where the reading of its file began.
  package var offset: Int { cursor.window.origin + view.start(view.root) }

  /// The current record's bytes as they came.
  package var record: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { view.text(view.root) }
  }

  /// What takes away the text before most records, if there is such text.
  package var hint: String? { linePrefixes.hint(records: records - blank) }

  /// Whether reading would not have to wait, waiting for that at most so long.
  package func isReadable(within milliseconds: Int32) -> Bool {
    cursor.files.isReadable(within: milliseconds)
  }

  /// Goes on to the next record.
  package mutating func advance(rejecting rejects: inout Rejects) throws(IOError) -> Step {
    while true {
      if let next = lookahead.next() { return try show(next, &rejects) }
      if try lookahead.land(&cursor) { continue }
      let finding = cursor.find()
      found = cursor.record
      switch finding {
      case .record: return try show(cursor.record, &rejects)
      case .starved:
        if lookahead.start(from: &cursor) { continue }
        if let step = try cursor.fill() { return step }
      case .stuck:
        if let step = try goOn(&rejects) { return step }
      }
    }
  }

  /// Shows a whole value, unless it is none that can be a batch.
  private mutating func show(
    _ next: FoundRecord, _ rejects: inout Rejects
  ) throws(IOError) -> Step {
    found = next
    let kind = view.kind(view.root)
    if kind == .object { return .record }
    let start = view.start(view.root)
    linePrefixes.note(found, in: cursor.window, at: start, isAlone: true)
    return try reject(JSONFault(.notAnObject(kind), at: 0), &rejects)
  }

  /// Does what the cursor cannot do by itself.
  private mutating func goOn(_ rejects: inout Rejects) throws(IOError) -> Step? {
    switch cursor.phase {
    case .opening: return try cursor.openFile()
    case .byteOrderMark(let end): cursor.passByteOrderMark(upTo: end)
    case .damaged(let fault): cursor.beginRecovery(fault, &rejects)
    case .recovering(let fault, let search, let goal):
      return try cursor.recover(fault, search, goal, &rejects, &linePrefixes)
    default:
      guard let fault = cursor.closeFile() else { return nil }
      found = cursor.record
      rejects.note(fault, at: place)
      return .rejected(fault)
    }
    return nil
  }

  /// Refuses the current record, which is well-formed but not what it should be.
  package mutating func reject(
    _ fault: JSONFault, _ rejects: inout Rejects
  ) throws(IOError) -> Step {
    rejects.note(fault, at: place)
    try rejects.keep(record)
    return .rejected(fault)
  }
}
