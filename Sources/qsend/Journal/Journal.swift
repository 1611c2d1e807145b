import PipeCommon

/// How far the input has been settled, in a file of constant size: what a run after a kill, a full
/// disk or a power cut goes on from.
///
/// A step forward is made only when the receipts are flushed and the rejects synced, and replaces the
/// file as a whole. So what the journal calls settled is; what was sent after the last step is sent
/// again under the same ids.
struct Journal: ~Copyable {
  /// Why there is no journal to go on with.
  enum Problem: Error {
    /// It belongs to something else, or to another process: exit 2.
    case wrong(UsageError)
    /// It cannot be read or written: exit 3.
    case environment(IOError)
  }

  private var file: DurableFile
  private let binding: JournalBinding
  private(set) var state: JournalState
  private var lastStep = ContinuousClock.now

  /// Opens or makes the journal; it is on the disk when this returns.
  ///
  /// - Parameter fresh: where a new journal begins.
  static func open(
    _ path: String, _ binding: JournalBinding, fresh: JournalState
  ) throws(Problem) -> Journal {
    let file: DurableFile?
    do throws(IOError) { file = try DurableFile.open(path) } catch { throw .environment(error) }
    guard let file else {
      throw .wrong(UsageError("--journal: another qsend is using \(path)"))
    }
    var state = fresh
    var binding = binding
    if !file.contents.isEmpty {
      do throws(UsageError) {
        (state, binding) = try JournalText.read(file.contents, path, binding)
      } catch {
        throw .wrong(error)
      }
    }
    var journal = Journal(file, binding, state)
    do throws(IOError) { try journal.write() } catch { throw .environment(error) }
    return journal
  }

  /// Reads a journal without making, locking or changing it.
  ///
  /// - Returns: `nil` if there is none.
  static func peek(
    _ path: String, _ binding: JournalBinding
  ) throws(Problem) -> JournalState? {
    guard FileIdentity(path: path) != nil else { return nil }
    let bytes: [UInt8]
    do throws(IOError) { bytes = try FileContents.read(path) } catch { throw .environment(error) }
    do throws(UsageError) {
      return bytes.isEmpty ? nil : try JournalText.read(bytes, path, binding).0
    } catch {
      throw .wrong(error)
    }
  }

  private init(
    _ file: consuming DurableFile, _ binding: JournalBinding, _ state: JournalState
  ) {
    self.file = file
    self.binding = binding
    self.state = state
  }

  /// Whether so much time has passed that a step is worth its syncs.
  var isDue: Bool { lastStep.duration(to: .now) >= .seconds(1) }

  /// Makes a step: receipts and rejects must be safe by now.
  mutating func advance(to state: JournalState) throws(IOError) {
    lastStep = .now
    guard state != self.state else { return }
    self.state = state
    try write()
  }

  private mutating func write() throws(IOError) {
    try file.replace(with: JournalText.text(state, binding))
  }
}
