import PipeCommon

/// Where each file's receipts begin.
///
///     a:1 a:2 a:7 b:1 b:3 │ a:1 a:4 …        a: 0–2, 5–…   b: 3–4
///
/// Receipts are in the order of the input, so those of one file are stretches in which line numbers
/// do not fall: one, however often a run was resumed, and another for each run that began again. Only
/// their beginnings are kept.
struct ReceiptIndex {
  struct Stretch {
    /// In bytes.
    let start: Int
    /// Where the first record began.
    let first: Place
    var count = 1
    fileprivate var last: Int
  }

  /// What cannot be read beside anything.
  enum Problem: Error {
    case input(InputProblem)
    case io(IOError)
    /// Line numbers go up and down: these are not as they were written.
    case unordered
  }

  /// More stretches of one file than can be read at a time.
  private static let openLimit = 64
  private static let limit = 1 << 16

  let path: String
  private(set) var stretches: [String: [Stretch]] = [:]
  private(set) var receipts = 0
  /// Lines that are no receipts, or of which something is missing.
  private(set) var damaged = 0
  private(set) var accepted = 0
  /// Receipts of rehearsals, in which nothing was sent.
  private(set) var rehearsed = 0

  init(_ path: String, maxRecord: Int, _ diagnostics: Diagnostics) throws(Problem) {
    self.path = path
    let files: InputFiles
    do throws(InputProblem) { files = try InputFiles([path]) } catch { throw .input(error) }
    var reader = RecordReader(files, maxRecord: maxRecord)
    var rejects = Rejects(to: nil, diagnostics)
    var current: (file: String, place: Int)?
    var total = 0
    while true {
      let step: RecordReader.Step
      do throws(IOError) { step = try reader.advance(rejecting: &rejects) } catch {
        throw .io(error)
      }
      switch step {
      case .record:
        guard let receipt = StandingReceipt(reader.view) else {
          rejects.note(JSONFault(.unacceptable("this is no receipt"), at: 0), at: reader.place)
          continue
        }
        count(receipt)
        if let current, current.file == receipt.place.file,
          extend(current, to: receipt.place.line)
        {
          continue
        }
        total += 1
        let stretch = Stretch(
          start: reader.offset, first: receipt.place, last: receipt.place.line)
        stretches[receipt.place.file, default: []].append(stretch)
        let place = (stretches[receipt.place.file]?.count ?? 1) - 1
        current = (receipt.place.file, place)
        if place >= Self.openLimit || total > Self.limit { throw .unordered }
      case .rejected, .waiting, .needsTurn: break
      case .end, .interrupted:
        damaged = rejects.count
        return
      }
    }
  }

  private mutating func count(_ receipt: StandingReceipt) {
    receipts += 1
    switch receipt.status {
    case .accepted: accepted += 1
    case .wouldSend: rehearsed += 1
    case .invalid, .rejected: break
    }
  }

  private mutating func extend(_ current: (file: String, place: Int), to line: Int) -> Bool {
    guard let stretch = stretches[current.file]?[current.place], line >= stretch.last else {
      return false
    }
    stretches[current.file]?[current.place].count += 1
    stretches[current.file]?[current.place].last = line
    return true
  }
}
