/// One record after another out of the input, whatever way they are strung together: a line each,
/// pretty-printed, one behind the other, or as the elements of an array at the top level.
///
///     files ─ read ─▶ window ─ stage 1 ─▶ marks ─ stage 2 ─▶ a record ─▶ view
///
/// A record ends where its value ends. Damage ends at the first line after the one on which the
/// damaged record began that starts like a record, so that one damaged line costs one line; the
/// window goes back there, and stage 1 starts afresh. Nothing here ever waits: `advance` says when
/// it would have to, so that the tool can pass on what it has first.
///
/// What happens in each phase stands in four files beside this one: `Framing` between and around
/// records, `Keys` at the beginning of lines, `Recovery` behind damage, `Supply` of bytes and marks.
package struct RecordReader: ~Copyable {
  /// What a step of the reader came to.
  package enum Step: Equatable {
    /// A batch lies ready in `view`.
    case record
    /// A record was refused, reported and kept.
    case rejected(JSONFault)
    /// Nothing can be said before more bytes come: wait for `isReadable`, then `advance`.
    case waiting
    /// All input was read.
    case end
    /// A signal asks to stop; more input may follow.
    case interrupted(signal: Int32)
  }

  enum Phase {
    case opening
    case between
    case inside(start: Int)
    /// A record lies ready; it is let go at the next step.
    case ready(end: Int)
    /// Looking for a line to go on from; everything from the window's start is damaged.
    case recovering(JSONFault, search: Int, goal: Goal)
    /// Looking for the tab that ends the key at a line's beginning.
    case key(search: Int)
  }

  /// Where reading goes on behind damage.
  enum Goal {
    /// At a line that begins like a record.
    case record
    /// At the next line; this one begins no record, and may have been looked at.
    case line(isSeen: Bool)
  }

  /// Small, as a line that is damaged is read again from the next one on.
  static let firstStep = 1 << 7
  static let largestStep = 1 << 15

  var files: InputFiles
  var window: ByteBuffer
  var index: StructuralIndex
  var grammar: JSONGrammar
  var framing = ArrayFraming()
  var lines = LineCounter()
  var phase = Phase.opening
  let maxRecord: Int
  let keepsTruncated: Bool
  /// Whether each line begins with a key and a tab, which are passed over.
  let takesBehindTab: Bool
  /// How much is read at a time at most; the tests make it small.
  let readLimit: Int

  /// The first mark that belongs to no record yet.
  var nextMark = 0
  var recordMark = 0
  var recordGap = 0
  /// How far stage 1 goes at a time: little after damage, where it may have to go back.
  var step = firstStep
  /// Whether the current file has no more bytes.
  var isFileRead = false
  /// How many brackets, commas and records the current line has had.
  var lineTokens = 0

  /// The brackets that a fault left open.
  var openBrackets = OpenBrackets()
  /// How far the window's first byte is from the file's.
  var windowStart = 0
  /// What lines begin with that are no records.
  var linePrefixes = LinePrefixes()

  /// Where the current record, or the one refused last, begins.
  package internal(set) var place = Place(file: "stdin", line: 1)
  /// Everything read: good records, refused ones, `{}` and blank lines.
  package internal(set) var records = 0
  /// How many of them were `{}` or blank lines.
  package internal(set) var blank = 0
  /// Whether the input ended inside a record or an array: the command before may have died.
  package internal(set) var endsInsideRecord = false

  /// - Parameter keepsTruncated: whether a record cut short by the end of the input goes to the
  ///   rejects; a sender leaves it for the next run, where it may be whole.
  /// - Parameter takesBehindTab: whether each line begins with a key and a tab.
  /// - Parameter level: how much is done at a time; the tests compare all that the machine can.
  package init(
    _ files: consuming InputFiles, maxRecord: Int = CommonSettings.defaultMaxRecord,
    keepsTruncated: Bool = true, takesBehindTab: Bool = false, capacity: Int = 1 << 18,
    readLimit: Int = .max, level: VectorLevel = .current
  ) {
    index = StructuralIndex(level)
    grammar = JSONGrammar(level)
    self.files = files
    self.maxRecord = maxRecord
    self.keepsTruncated = keepsTruncated
    self.takesBehindTab = takesBehindTab
    self.readLimit = readLimit
    window = ByteBuffer(capacity: capacity)
  }

  /// Bytes read, all files together.
  package var bytesRead: Int { files.bytesRead }
  /// How many bytes there are to read, if that is known.
  package var totalSize: Int? { files.totalSize }

  /// The current record; valid until the next step.
  package var view: JSONView {
    @_lifetime(borrow self)
    borrowing get {
      JSONView(
        bytes: window.bytes, marks: index.marks.places, tokens: index.marks.tokens,
        closers: grammar.closers.span,
        gaps: index.gaps.span.extracting(recordGap...), root: JSONNode(mark: recordMark))
    }
  }

  /// Where the current record begins, in bytes from where the reading of its file began.
  package var offset: Int { windowStart + view.start(view.root) }

  /// The current record's bytes as they came.
  package var record: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { view.text(view.root) }
  }

  /// What takes away the text before most records, if there is such text.
  package var hint: String? { linePrefixes.hint(records: records - blank) }

  /// Whether reading would not have to wait, waiting for that at most so long.
  package func isReadable(within milliseconds: Int32) -> Bool {
    files.isReadable(within: milliseconds)
  }

  /// Goes on to the next record.
  package mutating func advance(rejecting rejects: inout Rejects) throws(IOError) -> Step {
    while true {
      switch phase {
      case .opening:
        if let step = try openFile() { return step }
      case .ready(let end):
        letGo(upTo: end)
      case .between:
        if takesBehindTab, endLine() {
          continue
        } else if nextMark < index.marks.count {
          if let step = try beginRecord(&rejects) { return step }
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
      case .recovering(let fault, let search, let goal):
        if let step = try recover(fault, search, goal, &rejects) { return step }
      case .key(let search):
        if let step = try passKey(search, &rejects) { return step }
      }
    }
  }
}
