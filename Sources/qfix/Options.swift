import PipeCommon

/// What the user wants of qfix.
struct Options: ToolSettings {
  var common = CommonSettings()
  var operands: [String] = []
  /// In the order given, which is the order in which they run.
  private(set) var operations: [ScopedOperation] = []
  /// The different sets of selectors; the first is the empty one, which selects everything.
  private(set) var selectorSets: [[EventSelector]] = [[]]
  private var selectorSetNumbers: [[EventSelector]: Int] = [[]: 0]
  var metadata = MetadataFix()
  var planFile: String?
  private(set) var plan: DataPlanVersions?
  /// The plan file as it is.
  private(set) var planText: [UInt8] = []
  var suggestion: Suggestion?
  var stillBlockedChoice: StillBlocked?
  var diff: DiffForm?
  var onlyChecks = false
  var allowsIdentityChange = false

  var stillBlocked: StillBlocked { stillBlockedChoice ?? .report }

  /// Where operations come from, as it stands before a message; empty for the command line.
  var origin = ""
  /// The `--on` in force, and how many there were.
  private(set) var selection = Selection.everything
  private var selections = 0

  mutating func validate() throws(UsageError) {
    try requireUse(of: selection)
    try checkSuggestion()
    if !allowsIdentityChange { try IdentityGuard.check(operations) }
    if let planFile {
      planText = try RulesFile.contents(planFile, "--plan-file")
      plan = try DataPlanFile.read(planText, planFile)
      if stillBlocked == .strip, !allowsIdentityChange, plan?.canBlockIdentities ?? false {
        throw UsageError(
          """
          --still-blocked strip would take away user identities that the plan does not list, by
          which mParticle knows the user: the user could count twice.
          Add --allow-identity-change if that is what you want.
          """)
      }
    } else if let stillBlockedChoice {
      throw UsageError(
        "--still-blocked \(stillBlockedChoice) needs the plan to check against: --plan-file FILE")
    }
  }

  /// `--check`: everything has been read by the time this is asked for.
  var answer: String? {
    guard onlyChecks else { return nil }
    let count = operations.count + metadata.labels.count
    return "\(count.counted("operation")) understood, nothing read"
  }

  private func checkSuggestion() throws(UsageError) {
    guard suggestion != nil else { return }
    guard planFile != nil else {
      throw UsageError("--suggest needs the plan that blocks: --plan-file FILE")
    }
    if !operations.isEmpty || metadata.isNeeded || diff != nil || stillBlockedChoice != nil {
      throw UsageError(
        "--suggest writes no records, so nothing else goes with it; what is fixed first can be "
          + "piped in: qfix … | qfix --suggest … --plan-file …")
    }
  }

  private func requireUse(of selection: Selection) throws(UsageError) {
    guard selection.isIdle else { return }
    throw UsageError(
      "--on stands before the operations it is for, and none follows; "
        + "plan and metadata options are for the whole batch")
  }
}

/// An operation and the events it is limited to.
struct ScopedOperation {
  /// The number of the `--on` it stands behind.
  let group: Int
  /// The number of its set of selectors.
  let selectorSet: Int
  /// The pattern of an event's name that it is limited to, if there is one.
  let pattern: String?
  let operation: any Operation
  let affectsSelection: Bool
  /// Whether it needs to know the events: it looks at them, or at which of them were selected.
  let needsEvents: Bool
  /// Where it comes from, as it stands before a message.
  let origin: String
}

// MARK: Operations in their order

extension Options {
  mutating func add(_ operation: any Operation) throws(UsageError) {
    var scope = selection
    if operation.isAboutBatch {
      scope = .everything
      selection.close()
    } else {
      if operation.needsSelector, selection.selectors.isEmpty {
        throw UsageError("\(operation.label) needs an --on before it that says which events")
      }
      selection.use()
      if operation.endsSelection { selection = .everything }
    }
    let set = selectorSetNumbers[scope.selectors] ?? selectorSets.count
    if set == selectorSets.count {
      selectorSetNumbers[scope.selectors] = set
      selectorSets.append(scope.selectors)
    }
    operations.append(
      ScopedOperation(
        group: scope.number, selectorSet: set, pattern: scope.selectors.first?.pattern,
        operation: operation,
        affectsSelection: operation.affectsSelection,
        needsEvents: operation.concernsEvents || !scope.selectors.isEmpty, origin: origin))
    if let file = (operation as? MapValue)?.file { common.namedFiles.append(("--map", file)) }
  }

  mutating func select(_ text: String) throws(UsageError) {
    let selector = try EventSelector(text)
    if !selection.takesAlternatives {
      try requireUse(of: selection)
      selections += 1
      selection = Selection(number: selections)
    }
    selection.add(selector)
  }

  /// Begins a selection that does not join what stands before it.
  mutating func select(only selectors: [String]) throws(UsageError) {
    selections += 1
    selection = Selection(number: selections)
    for text in selectors { selection.add(try EventSelector(text)) }
  }

  /// Goes back to what was selected before.
  mutating func endSelection(for outer: Selection) throws(UsageError) {
    try requireUse(of: selection)
    selection = outer
  }

  /// Adds what a rules file says.
  mutating func read(rules path: String) throws(UsageError) {
    selection.close()
    try RulesFile(path).apply(to: &self)
  }

  /// Adds what a text says that would be such a file.
  mutating func read(rules text: [UInt8], _ name: String) throws(UsageError) {
    try RulesFile(text, name).apply(to: &self)
  }

  /// Fixes by the block metadata are about the whole batch.
  mutating func setMetadata<Choice>(_ place: WritableKeyPath<MetadataFix, Choice>, _ choice: Choice)
  {
    metadata[keyPath: place] = choice
    selection.close()
  }

  /// The options that a rules file may name beside operations.
  private static let otherRules = [
    "user-attributes", "user-identities", "device-identities", "event-attributes", "consent",
    "plan-file", "still-blocked",
  ]

  /// What a rule can be called.
  static let ruleNames =
    OperationForm.all.map { String($0.name.dropFirst(2)) } + otherRules + ["on"]

  /// Does what one rule says.
  mutating func apply(
    rule name: String, _ value: JSONNode, _ view: JSONView
  ) throws(UsageError) {
    let option = "--\(name)"
    if let form = OperationForm.all.first(where: { $0.name == option }) {
      for operation in try form.operations(value, view) { try add(operation) }
    } else if Self.otherRules.contains(name) {
      let text = try Operand(value, of: view, option: option).text("its value")
      _ = try Self.table.apply(option, text, to: &self)
    } else {
      throw UsageError(
        "no rule is called '\(name)'" + Spelling.suggestion(for: name, among: Self.ruleNames))
    }
  }
}
