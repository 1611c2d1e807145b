import PipeCommon

/// Where a run begins: at the first record, or behind what the journal calls settled.
struct Start: ~Copyable {
  private let state: JournalState
  private var journal: Journal?
  /// What the user should know before the work begins.
  private var notice: String?

  /// Opens the journal, if there is to be one; it is on the disk before anything is sent.
  init(_ options: Options) throws(Journal.Problem) {
    let now = Timestamp.now
    let fresh = JournalState(
      historicalBefore: options.historicalBefore ?? now.subtracting(days: Router.historicalAge),
      started: now)
    guard let path = options.journal else {
      state = fresh
      return
    }
    let binding = JournalBinding(options)
    if options.isDryRun {
      // A rehearsal looks at the journal and leaves it as it is.
      state = try Journal.peek(path, binding) ?? fresh
      return
    }
    let journal = try Journal.open(path, binding, fresh: fresh)
    state = journal.state
    if let wanted = options.historicalBefore, wanted != state.historicalBefore {
      notice = "--historical-before: the journal holds to \(state.historicalBefore), as it began"
    }
    self.journal = consume journal
  }

  consuming func sending(
    _ options: Options, _ files: consuming InputFiles, _ run: ToolRun
  ) throws(IOError) -> Sending {
    if let notice { run.diagnostics.note(notice) }
    return try Sending(options, files, run, resumingFrom: state, journal)
  }
}
