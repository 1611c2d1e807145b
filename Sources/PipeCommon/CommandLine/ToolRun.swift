/// One run of a tool: where it speaks to people, and what it counts.
package final class ToolRun {
  /// Where it speaks to people.
  package let diagnostics: Diagnostics
  /// What it counts.
  package var summary: Summary
  private let settings: CommonSettings
  /// Whether records were left out, so that the user should see the count.
  package var leftOut = false

  init(tool: String, _ settings: CommonSettings) {
    diagnostics = Diagnostics(tool: tool, quiet: settings.isQuiet)
    summary = Summary(tool: tool)
    self.settings = settings
  }

  /// Says why the work stopped, unless its reader has just gone away.
  package func exitCode(of error: IOError) -> ExitCode {
    if error.isClosedPipe, error.stream == "stdout" { return .signal(SIGPIPE) }
    if let signal = Signals.received, error.code == EINTR { return .signal(signal) }
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
    guard let path = settings.summary else { return code }
    do throws(IOError) {
      try FileDescriptor(writing: path).write(summary.json(exit: code).utf8.span)
      return code
    } catch {
      diagnostics.fatal("\(error)")
      return code == .done || code == .someRejected ? .stopped : code
    }
  }
}
