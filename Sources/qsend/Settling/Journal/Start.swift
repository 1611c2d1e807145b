import PipeCommon

/// Where a run begins: at the first record, or behind what the journal calls settled.
struct Start: ~Copyable {
  private let state: JournalState
  private var journal: Journal?
  /// What the user should know before the work begins.
  private var notices: [String] = []

  /// Opens the journal, if there is to be one; it is on the disk before anything is sent.
  init(_ options: Options) throws(Journal.Problem) {
    let now = Timestamp.now
    var fresh = JournalState(
      historicalBefore: options.historicalBefore ?? now.subtracting(days: Router.historicalAge),
      started: now)
    fresh.receipts = FileMark(FileDescriptor.standardOutput.identity)
    fresh.rejects = options.common.rejects.flatMap { FileMark(FileIdentity(path: $0)) }
    guard let path = options.journal else {
      state = fresh
      return
    }
    let binding = JournalBinding(options)
    if options.isDryRun {
      // A rehearsal looks at the journal and leaves it as it is.
      state =
        try Journal.peek(path, binding, fresh: fresh, rebinds: options.rebinds) ?? fresh
      return
    }
    let journal = try Journal.open(path, binding, fresh: fresh, rebinds: options.rebinds)
    let state = journal.state
    if !options.rebinds { try Self.checkLengths(options, state) }
    if let wanted = options.historicalBefore, wanted != state.historicalBefore {
      notices.append(
        "--historical-before: the journal holds to \(state.historicalBefore), as it began")
    }
    if let rebound = journal.rebound {
      notices.append(
        "--rebind: \(rebound.counted("batch")) may have been taken already, and be taken again")
    }
    self.state = state
    self.journal = consume journal
  }

  /// What was written to must still be there: a file that is shorter is another one.
  private static func checkLengths(
    _ options: Options, _ state: JournalState
  ) throws(Journal.Problem) {
    let files = [
      ("standard output", FileDescriptor.standardOutput.identity, state.receipts),
      ("--rejects", options.common.rejects.flatMap { FileIdentity(path: $0) }, state.rejects),
    ]
    for (name, identity, mark) in files {
      guard let mark, let now = FileMark(identity), now.file == mark.file,
        now.length < mark.length
      else { continue }
      throw .wrong(
        UsageError(
          "\(name) is shorter than the journal remembers (\(now.length.grouped) bytes, not "
            + "\(mark.length.grouped)): append to it with >>, or give --rebind to go on without what is lost"
        ))
    }
  }

  consuming func sending(
    _ options: Options, _ files: consuming InputFiles, _ run: ToolRun
  ) throws(IOError) -> Sending {
    for notice in notices { run.diagnostics.note(notice) }
    return try Sending(options, files, run, resumingFrom: state, journal)
  }
}
