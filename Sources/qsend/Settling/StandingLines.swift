import PipeCommon

/// The lines that a run which was killed has written, but that its journal does not know of: they
/// stand there already, and are not written again.
///
/// They are the first lines that this run would write, in the same order; those of other runs may
/// stand between them. So each is looked for behind the one before, and the journal may remember the
/// end of the one that was found last: a run that is killed again finds the rest from there on, and
/// takes nothing that is settled for one of them. The first line that is not found is behind them all.
///
/// A line is known by a fingerprint of what makes it this line. More lines than the limit are those
/// of other runs, of which nothing is written here.
struct StandingLines {
  private static let limit = 4_000_000

  private var lines: [(fingerprint: UInt64, end: Int)] = []
  private var next = 0
  /// Where the rest of them begins; `nil` behind all of them.
  private(set) var mark: FileMark?

  /// - Parameter mark: where they begin.
  init(behind mark: FileMark?) { self.mark = mark }

  /// - Parameter end: where the line ends in the file.
  mutating func add(_ fingerprint: UInt64, end: Int) {
    if lines.count < Self.limit { lines.append((fingerprint, end)) }
  }

  /// Whether a line stands there; each is found once.
  mutating func take(_ fingerprint: @autoclosure () -> UInt64) -> Bool {
    if mark == nil { return false }
    let fingerprint = fingerprint()
    guard let place = lines[next...].firstIndex(where: { $0.fingerprint == fingerprint }),
      let mark
    else {
      lines = []
      next = 0
      self.mark = nil
      return false
    }
    self.mark = FileMark(file: mark.file, length: lines[place].end)
    next = place + 1
    return true
  }

  /// What makes a line of the rejects this line: all of it.
  static func fingerprint(ofReject line: Span<UInt8>) -> UInt64 {
    var digest = InputDigest()
    digest.add(line)
    return digest.short
  }

  /// What makes a receipt this receipt: the record and the part. Its id tells it from that of another
  /// run which shares the file.
  static func fingerprint(file: String, line: Int, part: Int, id: String) -> UInt64 {
    var hash = ByteHash()
    for text in [file, "\(line)", "\(part)", id] { hash.combine(text.utf8.span) }
    return hash.value
  }

  /// The same of a line as it stands in a file; `nil` if it is no receipt.
  static func fingerprint(ofReceipt line: Span<UInt8>) -> UInt64? {
    guard let json = try? JSONReading(line) else { return nil }
    let view = json.view
    func text(_ name: String) -> String? { view.idString(view.root, name) }
    guard let file = text("file"), let line = text("line").flatMap({ Int($0) }),
      let part = text("part").flatMap({ Int($0) })
    else { return nil }
    return fingerprint(
      file: file, line: line, part: part, id: text("source_request_id") ?? "")
  }
}
