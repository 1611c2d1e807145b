import PipeCommon

/// The lines that a run which was killed has written, but that its journal does not know of: they
/// stand there already, and are not written again.
///
/// They are the first lines that this run would write, in the same order. So the first line that does
/// not stand there is behind all of them, and from then on the journal may remember a later mark:
/// before that, a run killed again would not find the rest.
///
/// A line is known by a fingerprint of what makes it this line. More lines than the limit are those
/// of other runs, of which nothing is written here.
struct StandingLines {
  private static let limit = 4_000_000

  private var counts: [UInt64: Int] = [:]
  /// Where they begin, as long as some are left.
  private(set) var mark: FileMark?

  /// - Parameter mark: where they begin.
  init(behind mark: FileMark?) { self.mark = mark }

  mutating func add(_ fingerprint: UInt64) {
    if counts.count < Self.limit { counts[fingerprint, default: 0] += 1 }
  }

  /// Whether a line stands there; each time it does counts once.
  mutating func take(_ fingerprint: UInt64) -> Bool {
    guard let count = counts[fingerprint] else {
      counts = [:]
      mark = nil
      return false
    }
    counts[fingerprint] = count > 1 ? count - 1 : nil
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
    guard let json = try? JSONText(line) else { return nil }
    let view = json.view
    func text(_ name: String) -> String? {
      view.idText(view.member(view.root, named: name)?.value).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    guard let file = text("file"), let line = text("line").flatMap({ Int($0) }),
      let part = text("part").flatMap({ Int($0) })
    else { return nil }
    return fingerprint(
      file: file, line: line, part: part, id: text("source_request_id") ?? "")
  }
}
