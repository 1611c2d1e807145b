import PipeCommon

/// What the user wants of qfix, and the table that says so.
struct Options: ToolSettings {
  var common = CommonSettings()
  var operands: [String] = []
  /// In the order given, which is the order in which they run.
  var operations: [ScopedOperation] = []
  var metadata = MetadataFix()
  private var allowsIdentityChange = false

  /// The selectors for the operations that follow.
  private var selectors: [EventSelector] = []
  /// Whether the next `--on` starts a new set of selectors.
  private var hasUsedSelectors = false

  mutating func validate() throws(UsageError) {
    if !selectors.isEmpty, !hasUsedSelectors {
      throw UsageError("--on stands before the operations it is for; none follows it")
    }
    if !allowsIdentityChange { try IdentityGuard.check(operations) }
  }

  private mutating func add(_ operation: any Operation) throws(UsageError) {
    if operation.needsSelector, selectors.isEmpty {
      throw UsageError("\(operation.label) needs an --on before it that says which events")
    }
    operations.append(ScopedOperation(selectors: selectors, operation: operation))
    hasUsedSelectors = true
  }

  private mutating func select(_ text: String) throws(UsageError) {
    if hasUsedSelectors { selectors = [] }
    hasUsedSelectors = false
    selectors.append(try EventSelector(text))
  }
}

/// An operation and the events it is limited to.
struct ScopedOperation {
  let selectors: [EventSelector]
  let operation: any Operation
}

extension Options {
  static var table: OptionTable<Options> {
    OptionTable(
      tool: "qfix",
      purpose: """
        Reads batches, one or more a line, and writes them fixed. Operations run in the order given;
        what none of them names comes out byte for byte as it went in.
        """,
      groups: [selecting, events, places, metadata, plan, safety, .common],
      notes: [
        """
        A PATH is jq's: .user_attributes.plan, .["a b"], .events[].data.custom_attributes.price,
        .events[0]. A JSON value that does not parse is a string. Of a member that stands twice in
        its object the last one is meant; --unset removes all.
        """
      ],
      examples: [
        "qfix --rename-event 'Incorect Name=Correct Name' --set-plan main_block@2",
        "qfix --on 'custom_event:Order *' --set .events[].data.custom_attributes.replayed=true",
      ])
  }

  private static var selecting: OptionGroup<Options> {
    OptionGroup(
      "Which events the operations after it are for",
      [
        .value(
          "--on", "SELECTOR", "TYPE:NAMEGLOB, NAMEGLOB, or * for all; several are alternatives"
        ) { (options, text) throws(UsageError) in try options.select(text) }
      ])
  }

  private static var events: OptionGroup<Options> {
    OptionGroup(
      "Events",
      [
        .value("--rename-event", "OLD=NEW", "another event_name or screen_name") {
          (options, text) throws(UsageError) in try options.add(RenameEvent(text))
        },
        .value("--rename-attribute", "OLD=NEW", "another name for an event or product attribute") {
          (options, text) throws(UsageError) in try options.add(RenameAttribute(text))
        },
        .flag("--drop-event", "leave out the events selected by --on") {
          (options) throws(UsageError) in try options.add(DropEvents(keepsSelected: false))
        },
        .flag("--keep-event", "leave out all other events") {
          (options) throws(UsageError) in try options.add(DropEvents(keepsSelected: true))
        },
      ])
  }

  private static var places: OptionGroup<Options> {
    OptionGroup(
      "Any place",
      [
        .value("--set", "PATH=JSON", "give it a value, making what is missing on the way") {
          (options, text) throws(UsageError) in try options.add(SetValue(text))
        },
        .value("--unset", "PATH", "take it away") {
          (options, text) throws(UsageError) in try options.add(UnsetValue(text))
        },
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
    .value(name, "KEEP", help) { (options, word) throws(UsageError) in
      options.metadata[keyPath: place] = try OptionValue.choice(word, name)
    }
  }

  private static var plan: OptionGroup<Options> {
    OptionGroup(
      "The data plan to be checked against",
      [
        .value("--set-plan", "ID[@VERSION]", "this plan; without version, its newest") {
          (options, text) throws(UsageError) in try options.add(SetPlan(text))
        },
        .flag("--unset-plan", "none") {
          (options) throws(UsageError) in try options.add(SetPlan())
        },
      ])
  }

  private static var safety: OptionGroup<Options> {
    OptionGroup(
      "Safety",
      [
        .flag(
          "--allow-identity-change",
          "let operations change mpid, identities, batch_id, event_id"
        ) { (options) in options.allowsIdentityChange = true }
      ])
  }
}
