/// One place in the input, from the file's bytes to the record that begins there.
///
///     files ─ read ─▶ window ─ stage 1 ─▶ marks ─ stage 2 ─▶ a record
///
/// A record ends where its value ends. Damage ends at the first line after the one on which the
/// damaged record began that starts like a record, so that one damaged line costs one line; the
/// window goes back there, and stage 1 starts afresh.
///
/// What happens in each phase stands in four files beside this one: `Framing` between and around
/// records, `Keys` at the beginning of lines, `Recovery` behind damage, `Supply` of bytes and marks.
struct RecordCursor: ~Copyable {
  enum Phase {
    case opening
    case between
    /// A byte order mark lies between records, behind which stage 1 starts afresh.
    case byteOrderMark(end: Int)
    case inside(start: Int)
    /// A record lies ready; it is let go at the next step.
    case ready(end: Int)
    /// Everything from the window's start is damaged, which was not said yet.
    case damaged(JSONFault)
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

  /// How the input is to be read.
  struct Rules: Sendable {
    let maxRecord: Int
    /// Whether a record cut short by the end of the input goes to the rejects.
    let keepsTruncated: Bool
    /// Whether each line begins with a key and a tab, which are passed over.
    let takesBehindTab: Bool
    /// How much is read at a time at most; the tests make it small.
    let readLimit: Int
  }

  /// What a look at the bytes came to that are there.
  enum Finding {
    /// A whole value that begins like a record, in `record`.
    case record
    /// More bytes are needed.
    case starved
    /// The phase is one for which more is needed than these bytes and their marks.
    case stuck
  }

  var files: InputFiles
  let rules: Rules
  var window: MarkedWindow
  var phase = Phase.opening
  /// The first mark that belongs to no record yet.
  var nextMark = 0
  var framing = ArrayFraming()
  var lines = LineCounter()
  /// The brackets that a fault left open.
  var openBrackets = OpenBrackets()
  /// Whether the current file has no more bytes.
  var isFileRead = false
  /// The current record, or the one refused last.
  var record = FoundRecord()
  /// Whether the input ended inside a record or an array.
  var endsInsideRecord = false

  init(_ files: consuming InputFiles, _ rules: Rules, capacity: Int, _ level: VectorLevel) {
    self.files = files
    self.rules = rules
    window = MarkedWindow(capacity: capacity, level)
  }

  /// Looks for the next whole value in the bytes that are there: nothing is read, and nobody told.
  mutating func find() -> Finding {
    while true {
      switch phase {
      case .ready(let end):
        letGo(upTo: end)
      case .between:
        if rules.takesBehindTab, endLine() {
          continue
        } else if nextMark < window.index.marks.count {
          guard beginRecord() else { return .starved }
        } else if !window.isMarked {
          extendIndex()
        } else {
          return isFileRead ? .stuck : .starved
        }
      case .inside(let start):
        switch window.check(isLast: isFileRead) {
        case .complete(let lastMark):
          if complete(start: start, lastMark: lastMark) { return .record }
        case .fault(let fault):
          damage(start, fault)
        case .starved:
          if window.index.position - start > rules.maxRecord {
            damage(start, tooLong(from: start))
          } else if !window.isMarked {
            extendIndex()
          } else {
            return .starved
          }
        }
      case .key(let search):
        guard passKey(search) else { return .starved }
      case .opening, .byteOrderMark, .damaged, .recovering:
        return .stuck
      }
    }
  }
}
