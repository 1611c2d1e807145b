/// A page of the help on one subject: `--help TOPIC`, and a section of the manual page.
package struct HelpTopic {
  let name: String
  /// The heading of its section.
  let title: String
  /// As `HelpText` reads it.
  let text: String

  /// - Parameter title: the heading in the manual page, where it is not the name.
  package init(_ name: String, title: String? = nil, _ text: String) {
    self.name = name
    self.title = title ?? name
    self.text = text
  }
}

/// The topics of every tool.
extension HelpTopic {
  /// What `--summary` writes.
  ///
  /// - Parameter special: the members and warnings of the tool, as terms with their meanings.
  package static func summary(_ special: String) -> HelpTopic {
    HelpTopic(
      "summary",
      """
      --summary FILE writes one JSON object at the end of a run, unless the command line was wrong.
      Members are only ever added, never renamed, and none changes its meaning. What is special to a
      tool is missing if it could not begin.

        tool, version       who wrote it
        records             what was read: passed, filtered, blank and rejected together
        passed              records handed on
        filtered            records left out on purpose
        blank               blank lines and {}
        rejected            records that could not be handled
        bytes_in, bytes_out
                            bytes read, and written to standard output
        seconds             how long it took
        exit                the exit status
        warnings            from the name of a warning to how often it applied; those that did not
                            are missing

      \(special)
      """)
  }

  /// How a time is written.
  package static let times = HelpTopic(
    "times",
    """
    A TIME is one of these; what depends on the clock is resolved once, and said:

      2026-11-01            the beginning of a day, in UTC
      2026-11-01T12:00:00Z  RFC 3339, with any offset: 2026-11-01T13:00:00+01:00
      1793491200000         milliseconds since 1970, as in the batches
      14d, 6h, 30m, 90s     so long before the start of the run
    """)

  static let replay = HelpTopic(
    "replay", title: "a replay",
    """
    What is in quarantine, since when and for whom?

      qextract --report export/

    Would it pass the new version of the plan, as the rules fix it?

      qextract export/ | qfix --rules fix.json --plan-file plan.json > /dev/null

    What would be sent, and for how long? Then all of it to a stand-in on this machine:

      qextract export/ | qfix --rules fix.json | qsend --dry-run > /dev/null
      RULES=fix.json share/quarantine-replay/cookbook/rehearse export/ > receipts

    And off it goes. Whatever interrupts it, the same command goes on; with set -o pipefail in front
    a script sees what has died:

      qextract export/ | qfix --rules fix.json |
        qsend --pod us1 --journal j --rejects r.ndjson >> receipts.ndjson

    What was refused stands in r.ndjson, cut to what was not accepted, to be fixed and sent again.
    Did all else arrive, each event once? (qsend --help proof)

      qextract export/ | qfix --rules fix.json | qsend --prove receipts.ndjson
    """)

  static let exit = HelpTopic(
    "exit", title: "exit status",
    ExitCode.meanings.map { status, meaning in "  \(status)  \(meaning)" }
      .joined(separator: "\n"))

  /// The variables that every tool heeds.
  static let environment = HelpTopic(
    "environment",
    """
      NO_COLOR  no colours and no progress line, if it is not empty
      COLUMNS   how wide the terminal is, where it does not say so itself
    """)

  static let signals = HelpTopic(
    "signals",
    """
      SIGINT, SIGTERM, SIGHUP  stop in order, wherever the tool waits; a second one ends it at once
      SIGUSR1                  says on standard error how far the work is
      SIGPIPE                  the reader of standard output has gone: the end of qextract and qfix
      SIGXFSZ                  an error, like a full disk
    """)

  static let installed = HelpTopic(
    "files",
    """
    Beside the folder that the tools are in:

      share/quarantine-replay/cookbook  recipes; each says with --help what it is for
      share/quarantine-replay/example   an export, rules and a data plan to try them with
      libexec/quarantine-replay/EventsAPIStandIn
                                        a stand-in for the Events API, for rehearsals: --help
    """)
}
