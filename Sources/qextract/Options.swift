import PipeCommon

/// What the user wants of qextract, and the table that says so.
struct Options: ToolSettings {
  var common = CommonSettings()
  var operands: [String] = []
  var selection = Selection.events
  var filters = Filters()
  var isOneLineAnEvent = false
  var limit: Int?
  /// Whether the user's key stands in front of each line.
  var writesKey = false
  var reportForm: ReportForm?
  /// Where in a record its batches are; `nil` if it is one itself.
  private(set) var unwrap: UnwrapPath?
  /// Whether each line begins with a key and a tab.
  private(set) var takesBehindTab = false
  /// What times that depend on the clock come to.
  private(set) var notices: [String] = []

  mutating func validate() throws(UsageError) {
    try filters.validate()
    if reportForm != nil, isOneLineAnEvent || limit != nil || writesKey {
      throw UsageError("--report writes no records, so --each, --key and --limit cannot go with it")
    }
  }

  private mutating func time(_ text: String, _ option: String) throws(UsageError) -> Timestamp {
    try Timestamp(text, option: option) { notices.append($0) }
  }
}

extension Options {
  static var table: OptionTable<Options> {
    OptionTable(
      tool: "qextract",
      summary: "pull blocked events out of mParticle quarantine exports",
      purpose: """
        Reads quarantine exports and writes, one batch a line, what a data plan blocked.
        Ids come out as strings, identities as an object; all else as it went in.
        """,
      groups: [source, selecting, filtering, shape, .common],
      notes: [
        """
        A TIME is 2026-11-01 (UTC), 2026-11-01T12:00:00Z, or an age: 14d, 6h (--help times). Filters of one option are alternatives; different options must all hold. Send the parts of
        an export either by whole batches, or by a filter and its --invert-match: parts that overlap
        are different batches to the server, and their common events are sent twice.
        """
      ],
      examples: [
        "qextract --report export/*.txt",
        "qextract --event-name 'Order *' --since 14d App_20261110.txt > blocked.ndjson",
        "qextract -z --plan main@2 export | qfix --set-plan main@3 | qsend --dry-run",
      ], topics: [.times, Topics.summary])
  }

  private static var source: OptionGroup<Options> {
    OptionGroup(
      "Where the batches are",
      [
        .value(
          "--unwrap", "PATH",
          """
          inside other records, as .payload or '.Records[].Data': an
          object, a text that holds JSON, or base64 of it; each batch
          counts as a record; text:TAB: behind the first tab of a line
          """
        ) { (options, path) throws(UsageError) in
          if path == "text:TAB" {
            options.takesBehindTab = true
          } else if let other = options.unwrap {
            throw UsageError("--unwrap takes one path, not both \(other) and \(path)")
          } else {
            options.unwrap = try UnwrapPath(path, option: "--unwrap")
          }
        }
      ])
  }

  private static var selecting: OptionGroup<Options> {
    OptionGroup(
      "What was blocked",
      [
        .value(
          "--select", "LIST",
          """
          events (default), event-attributes (delivered once already:
          they will be delivered again), user-attributes, identities;
          several with commas, or all
          """, words: Selection.words
        ) { (options, list) throws(UsageError) in
          options.selection = try Selection(list)
        }
      ])
  }

  private static var filtering: OptionGroup<Options> {
    OptionGroup(
      "Which of it",
      [
        .value("--event-name", "GLOB", "events of this name: *, ?, [a-z]; case counts") {
          (options, pattern) throws(UsageError) in
          options.filters.eventNames.append(try Glob(pattern))
        },
        .value(
          "--event-type", "TYPE", "events of this type, such as custom_event",
          words: EventType.names.sorted()
        ) { (options, type) throws(UsageError) in
          options.filters.eventTypes.append(try EventType.checked(type, "--event-type"))
        },
        .value("--since", "TIME", "events of this time or later") {
          (options, text) throws(UsageError) in
          let time = try options.time(text, "--since")
          options.filters.since = min(options.filters.since ?? time, time)
        },
        .value("--until", "TIME", "events before this time") {
          (options, text) throws(UsageError) in
          let time = try options.time(text, "--until")
          options.filters.until = max(options.filters.until ?? time, time)
        },
        .value("--plan", "ID[@VERSION]", "batches checked against this data plan") {
          (options, plan) throws(UsageError) in
          options.filters.plans.append(try PlanReference(plan, option: "--plan"))
        },
        .value(
          "--environment", "NAME", "batches of this environment",
          words: ["production", "development"]
        ) { (options, name) in options.filters.environments.append(name) },
        .value("--mpid", "ID", "batches of this user") { (options, text) throws(UsageError) in
          guard JSONInteger.value(text.utf8.span) != nil else {
            throw UsageError("--mpid takes a 64-bit integer, not '\(text)'")
          }
          options.filters.mpids.insert(Array(text.utf8))
        },
        .flag("--invert-match", "what the filters together leave out, instead") {
          (options) in options.filters.isInverted = true
        },
      ])
  }

  private static var shape: OptionGroup<Options> {
    OptionGroup(
      "How it comes out",
      [
        .value("--each", "event", "one line for each event, as for grep", words: ["event"]) {
          (options, unit) throws(UsageError) in
          guard unit == "event" else { throw UsageError("--each takes event, not '\(unit)'") }
          options.isOneLineAnEvent = true
        },
        .value(
          "--key", "user", "in front of each line what stands for its user, and a tab: for sort",
          words: ["user"]
        ) { (options, key) throws(UsageError) in
          guard key == "user" else { throw UsageError("--key takes user, not '\(key)'") }
          options.writesKey = true
        },
        .value("--limit", "N", "stop after so many lines") {
          (options, text) throws(UsageError) in
          options.limit = try OptionValue.integer(text, in: 0...Int.max, "--limit")
        },
        .optionalValue(
          "--report", ReportForm.allCases.map(\.rawValue), placeholder: "FORM",
          """
          instead of records: what was blocked, when, by which release,
          is it going on, until when and how long can it be replayed;
          as a table (default), json, csv, or html, a page by itself
          """
        ) { (options, form) throws(UsageError) in
          options.reportForm =
            try form.map { form throws(UsageError) in
              try OptionValue.choice(form, "--report")
            } ?? .table
        },
      ])
  }
}
