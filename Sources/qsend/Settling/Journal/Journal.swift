import PipeCommon

/// How far the input has been settled, in a file of constant size: what a run after a kill, a full
/// disk or a power cut goes on from.
///
/// A step forward takes the proof that receipts and rejects are safe, and replaces the file as a
/// whole. So what the journal calls settled is; what was sent after the last step is sent again under
/// the same ids.
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
  /// How many batches of the earlier runs may have been taken under other ids or by another key.
  let rebound: Int?

  /// Opens or makes the journal; it is on the disk when this returns.
  ///
  /// - Parameters:
  ///   - fresh: where a new journal begins.
  ///   - rebinds: whether to go on behind the settled part with another key or version of the ids.
  static func open(
    _ path: String, _ binding: JournalBinding, fresh: JournalState, rebinds: Bool
  ) throws(Problem) -> Journal {
    let file: DurableFile?
    do throws(IOError) { file = try DurableFile.open(path) } catch { throw .environment(error) }
    guard let file else {
      throw .wrong(UsageError("--journal: another qsend is using \(path); wait until it has ended"))
    }
    let start = try start(file.contents, path, binding, fresh: fresh, rebinds: rebinds)
    var journal = Journal(file, start.binding, start.state, rebound: start.rebound)
    do throws(IOError) { try journal.write() } catch { throw .environment(error) }
    return journal
  }

  /// Reads a journal without making, locking or changing it.
  ///
  /// - Returns: `nil` if there is none.
  static func peek(
    _ path: String, _ binding: JournalBinding, fresh: JournalState, rebinds: Bool
  ) throws(Problem) -> JournalState? {
    guard FileIdentity(path: path) != nil else { return nil }
    let bytes: [UInt8]
    do throws(IOError) { bytes = try FileContents.read(path) } catch { throw .environment(error) }
    return try start(bytes, path, binding, fresh: fresh, rebinds: rebinds).state
  }

  /// Where to go on from what a journal holds.
  private static func start(
    _ bytes: [UInt8], _ path: String, _ binding: JournalBinding, fresh: JournalState,
    rebinds: Bool
  ) throws(Problem) -> (state: JournalState, binding: JournalBinding, rebound: Int?) {
    if bytes.isEmpty { return (fresh, binding, nil) }
    let contents: JournalText.Contents
    do throws(UsageError) {
      contents = try JournalText.read(bytes, path, binding)
    } catch {
      throw .wrong(error)
    }
    // What has settled nothing belongs to nothing.
    if contents.state.records == 0, !contents.broken.isEmpty { return (fresh, binding, nil) }
    for (tie, found) in contents.broken where !(tie.canBeRebound && rebinds) {
      let values = tie.name == "key_digest" ? "" : ": '\(found)', not '\(tie.value)'"
      throw .wrong(
        UsageError(
          "--journal: \(path) belongs to another \(tie.what)\(values); nothing is sent (\(tie.advice))"
        ))
    }
    if contents.broken.isEmpty { return (contents.state, contents.binding, nil) }
    var state = contents.state
    // To another key, or under another form of ids, they would be new batches.
    state.witnesses = []
    // What was accepted in a batch must not be in one that would be another now.
    state.joining = JoiningMemory()
    return (state, contents.binding, state.underWay)
  }

  private init(
    _ file: consuming DurableFile, _ binding: JournalBinding, _ state: JournalState, rebound: Int?
  ) {
    self.file = file
    self.binding = binding
    self.state = state
    self.rebound = rebound
  }

  /// Makes a step.
  ///
  /// - Parameter point: the proof that what the state calls settled is safe.
  mutating func advance(to state: JournalState, _ point: consuming SafePoint) throws(IOError) {
    guard state != self.state else { return }
    self.state = state
    try write()
  }

  private mutating func write() throws(IOError) {
    try file.replace(with: JournalText.text(state, binding))
  }
}
