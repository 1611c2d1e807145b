import PipeCommon

/// What the user wants of qextract, and the table that says so.
struct Options: ToolSettings {
  var common = CommonSettings()
  var operands: [String] = []
  var selection = Selection.events
  var filters = Filters()
  var isOneLineAnEvent = false
  var limit: Int?

  mutating func validate() throws(UsageError) {}

  static var table: OptionTable<Options> {
    OptionTable(
      tool: "qextract",
      purpose: """
        Reads quarantine exports and writes, one batch a line, what a data plan blocked.
        Ids come out as strings, identities as an object; all else as it went in.
        """,
      groups: [selecting, filtering, shape, .common],
      notes: [
        """
        Filters of one option are alternatives; different options must all hold. Send the parts of
        an export either by whole batches or by filters that do not overlap: parts that overlap are
        different batches to the server, and their common events are sent twice.
        """
      ],
      examples: [
        "qextract App_20261110.txt > blocked.ndjson",
        "zcat export/*.gz | qextract --event-name 'Order *' --plan main@2 | qfix …",
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
          """
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
        .value("--event-type", "TYPE", "events of this type, such as custom_event") {
          (options, type) in options.filters.eventTypes.append(type)
        },
        .value("--plan", "ID[@VERSION]", "batches checked against this data plan") {
          (options, plan) throws(UsageError) in
          options.filters.plans.append(try PlanReference(plan, option: "--plan"))
        },
        .value("--environment", "NAME", "batches of this environment") {
          (options, name) in options.filters.environments.append(name)
        },
      ])
  }

  private static var shape: OptionGroup<Options> {
    OptionGroup(
      "How it comes out",
      [
        .value("--each", "event", "one line for each event, as for grep") {
          (options, unit) throws(UsageError) in
          guard unit == "event" else { throw UsageError("--each takes event, not '\(unit)'") }
          options.isOneLineAnEvent = true
        },
        .value("--limit", "N", "stop after so many lines") {
          (options, text) throws(UsageError) in
          options.limit = try OptionValue.integer(text, in: 0...Int.max, "--limit")
        },
      ])
  }
}
