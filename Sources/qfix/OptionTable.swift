import PipeCommon

/// What there is to choose, for parsing, help, manual page and completions.
extension Options {
  static var table: OptionTable<Options> {
    OptionTable(
      tool: "qfix",
      summary: "fix batches that a data plan blocked",
      purpose: """
        Reads batches, one or more a line, and writes them fixed. Operations run in the order given;
        what none of them names comes out byte for byte as it went in.
        """,
      groups: [
        selecting, OptionGroup("Events", OperationForm.onEvents.map(option)),
        OptionGroup("Users", OperationForm.onUsers.map(option)),
        OptionGroup("Any place (see --help paths)", OperationForm.onPlaces.map(option)),
        metadata, OptionGroup("The data plan that batches name", OperationForm.onPlan.map(option)),
        planning, running, .common,
      ],
      notes: [
        """
        Of a member that stands twice in its object the last one is meant, as everywhere in JSON;
        --unset and the renames take all of that name.
        """
      ],
      examples: [
        "qfix --rename-event 'Incorect Name=Correct Name' --set-plan main_block@2 blocked.ndjson",
        "qfix --on 'custom_event:Order *' --cast .events[].data.custom_attributes.total=number",
        "qfix --rules fix.json --plan-file main_v2.json --diff blocked.ndjson | less",
      ],
      topics: [Topics.paths, Topics.rules, Topics.suggest, Topics.summary])
  }

  private static func option(_ form: OperationForm) -> Option<Options> {
    guard let placeholder = form.placeholder else {
      return .flag(form.name, form.help) { (options) throws(UsageError) in
        try options.add(try form.operation(argument: ""))
      }
    }
    return .value(form.name, placeholder, form.help) { (options, text) throws(UsageError) in
      try options.add(try form.operation(argument: text))
    }
  }

  private static var selecting: OptionGroup<Options> {
    OptionGroup(
      "Which events the operations after it are for",
      [
        .value(
          "--on", "SELECTOR",
          """
          TYPE:NAMEGLOB, NAMEGLOB, or * for all; several in a row are
          alternatives; holds up to the next, or to --drop-event or
          --keep-event, and never for the plan and metadata options
          """
        ) { (options, text) throws(UsageError) in try options.select(text) },
        .file(
          "--rules", short: "-f", "read operations from a JSON file (see --help rules)"
        ) { (options, path) throws(UsageError) in try options.read(rules: path) },
      ])
  }

  private static var metadata: OptionGroup<Options> {
    OptionGroup(
      "By the block metadata, before all operations: all (default), allowed, blocked, none",
      [
        keep(
          "--user-attributes", \.userAttributes, "but for all, deleted_user_attributes go as well"),
        keep("--user-identities", \.userIdentities, "which user identities stay"),
        keep("--device-identities", \.deviceIdentities, "which identities in device_info stay"),
        keep("--event-attributes", \.eventAttributes, "all (default) or allowed"),
        keep("--consent", \.consent, "keep (default) or drop consent_state"),
      ])
  }

  /// An option of the metadata fix.
  private static func keep<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ place: WritableKeyPath<MetadataFix, Choice>, _ help: String
  ) -> Option<Options> where Choice.RawValue == String {
    .value(name, "KEEP", help, words: Choice.allCases.map(\.rawValue)) {
      (options, word) throws(UsageError) in
      options.setMetadata(place, try OptionValue.choice(word, name))
    }
  }

  private static var planning: OptionGroup<Options> {
    OptionGroup(
      "What a data plan would block again, before anything is sent",
      [
        .file("--plan-file", "the plan, as downloaded or from the API") {
          (options, path) in options.planFile = path
        },
        .value(
          "--suggest", "WHAT", "not records, but rules or a plan to pass",
          words: Suggestion.allCases.map(\.rawValue)
        ) { (options, word) throws(UsageError) in
          options.suggestion = try OptionValue.choice(word, "--suggest")
        },
        .value(
          "--still-blocked", "WHAT", "report it (default), strip it, or reject the batch",
          words: StillBlocked.allCases.map(\.rawValue)
        ) { (options, word) throws(UsageError) in
          options.stillBlockedChoice = try OptionValue.choice(word, "--still-blocked")
        },
      ])
  }

  private static var running: OptionGroup<Options> {
    OptionGroup(
      "Looking first, and safety",
      [
        .optionalValue(
          "--diff", [DiffForm.stat.rawValue],
          "what would change, or a table of it"
        ) { (options, form) throws(UsageError) in
          options.diff =
            try form.map { form throws(UsageError) in
              guard form == DiffForm.stat.rawValue else {
                throw UsageError("--diff takes stat or nothing, not '\(form)'")
              }
              return .stat
            } ?? .records
        },
        .flag("--check", "only read options, rules and plan; exit 2 if something is wrong") {
          (options) in options.onlyChecks = true
        },
        .flag(
          "--allow-identity-change",
          "let operations change mpid, identities, batch_id, event_id"
        ) { (options) in options.allowsIdentityChange = true },
      ])
  }
}
