/// How a tool ends.
package struct ExitCode: Equatable, Sendable {
  /// As the system gets it.
  package let status: Int32

  /// Everything was handled.
  package static let done = ExitCode(status: 0)
  /// Finished, but some records were rejected, refused or invalid.
  package static let someRejected = ExitCode(status: 1)
  /// Wrong usage, rules or configuration; nothing was read or sent.
  package static let usage = ExitCode(status: 2)
  /// Could not go on; what is already done has been said.
  package static let stopped = ExitCode(status: 3)

  /// Ended by a signal.
  package static func signal(_ number: Int32) -> ExitCode { ExitCode(status: 128 + number) }

  /// Each status and what it means, for the manual page.
  static let meanings: [(status: String, meaning: String)] = [
    ("0", "everything was handled"),
    ("1", "finished, but some records were rejected, refused or invalid"),
    ("2", "wrong usage, rules or configuration; nothing was read or sent"),
    (
      "3",
      "could not go on (disk full, credentials refused, network given up, input cut off or damaged); "
        + "what is already done is said"
    ),
    (
      "129, 130, 143",
      "stopped by SIGHUP, SIGINT or SIGTERM, in order; a second signal ends a tool at once"
    ),
    ("141", "the reader of standard output went away (qextract and qfix)"),
  ]
}
