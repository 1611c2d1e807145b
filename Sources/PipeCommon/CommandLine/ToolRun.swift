/// One run of a tool: where it speaks to people, what it counts, and what it writes beside records.
package final class ToolRun {
  /// Where it speaks to people.
  package let diagnostics: Diagnostics
  /// What it counts.
  package var summary: Summary
  private let settings: CommonSettings
  /// Whether records were left out, so that the user should see the count.
  package var leftOut = false

  private var rejectsFile: OutputFile?
  private var summaryFile: OutputFile?

  init(tool: String, _ settings: CommonSettings) {
    diagnostics = Diagnostics(tool: tool, quiet: settings.isQuiet)
    summary = Summary(tool: tool)
    self.settings = settings
  }

  /// Opens what is written beside standard output: what cannot be written is known before the work.
  func openOutputs() throws(IOError) {
    // The closing count is owed even if the other cannot be opened.
    if let path = settings.summary { summaryFile = try OutputFile(replacing: path) }
    if let path = settings.rejects { rejectsFile = try OutputFile(appending: path) }
  }

  /// Leaves no trace of a run that is refused.
  func discardOutputs() {
    discardRejects()
    summaryFile.take()?.discard()
  }

  /// Leaves no empty file of a run that has nothing to refuse.
  func discardRejects() { rejectsFile.take()?.discard() }

  /// The file for refused records, if there is to be one; it has one taker.
  package func takeRejects() -> OutputWriter? {
    guard let file = rejectsFile.take() else { return nil }
    return OutputWriter(file.take(), largestRecord: settings.maxRecord)
  }

  /// How what stopped the work ends the tool; says why, unless its reader has just gone away or the
  /// user has asked for it.
  package func exitCode(of error: IOError) -> ExitCode {
    if error.isClosedPipe, error.isOfStandardOutput { return .signal(SIGPIPE) }
    if let signal = Signals.received, error.isInterruption { return .signal(signal) }
    diagnostics.fatal("\(error)")
    return .stopped
  }

  /// Says the closing count, and writes it where the user wants it.
  ///
  /// - Returns: the exit code, which is worse if even this fails.
  func finish(_ code: ExitCode) -> ExitCode {
    diagnostics.finish()
    if leftOut || summary.filtered > 0 || summary.rejected > 0
      || FileDescriptor.standardError.isTerminal
    {
      diagnostics.note(summary.line)
    }
    guard let file = summaryFile.take() else { return code }
    do throws(IOError) {
      try file.replace(with: summary.json(exit: code))
      return code
    } catch {
      diagnostics.fatal("\(error)")
      return code == .done || code == .someRejected ? .stopped : code
    }
  }
}
