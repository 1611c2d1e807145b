import PipeCommon

/// What the user wants of qfix.
struct Options: ToolSettings {
  var common = CommonSettings()
  var operands: [String] = []
  /// In the order given, which is the order in which they run.
  private(set) var operations: [ScopedOperation] = []
  /// The different sets of selectors; the first is the empty one, which selects everything.
  private(set) var selectorSets: [[EventSelector]] = [[]]
  var metadata = MetadataFix()
  var planFile: String?
  private(set) var plan: DataPlan?
  var stillBlockedChoice: StillBlocked?
  var showsDiff = false
  var onlyChecks = false
  var allowsIdentityChange = false
  /// What the user should know before the work begins.
  private(set) var notices: [String] = []

  var stillBlocked: StillBlocked { stillBlockedChoice ?? .report }

  /// The selectors for the operations that follow.
  private var selectors: [EventSelector] = []
  /// The number of the `--on` in force, and how many there were.
  private var group = 0
  private var groups = 0
  /// Whether the next `--on` starts a new set of selectors.
  private var hasUsedSelectors = false

  mutating func validate() throws(UsageError) {
    try requireUsedSelectors()
    if !allowsIdentityChange { try IdentityGuard.check(operations) }
    if let planFile {
      let wanted = operations.reversed().lazy.compactMap { ($0.operation as? SetPlan)?.plan }.first
      plan = try DataPlanFile.read(planFile, wanted: wanted) { notices.append($0) }
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

  private func requireUsedSelectors() throws(UsageError) {
    if !selectors.isEmpty, !hasUsedSelectors {
      throw UsageError("--on stands before the operations it is for; none follows it")
    }
  }
}

/// An operation and the events it is limited to.
struct ScopedOperation {
  /// The number of the `--on` it stands behind.
  let group: Int
  /// The number of its set of selectors.
  let selectorSet: Int
  let operation: any Operation
  let affectsSelection: Bool
}

// MARK: Operations in their order

extension Options {
  mutating func add(_ operation: any Operation) throws(UsageError) {
    if operation.needsSelector, selectors.isEmpty {
      throw UsageError("\(operation.label) needs an --on before it that says which events")
    }
    let set = selectorSets.firstIndex(of: selectors) ?? selectorSets.count
    if set == selectorSets.count { selectorSets.append(selectors) }
    operations.append(
      ScopedOperation(
        group: group, selectorSet: set, operation: operation,
        affectsSelection: operation.affectsSelection))
    hasUsedSelectors = true
    if let file = (operation as? MapValue)?.file { common.namedFiles.append(("--map", file)) }
  }

  mutating func select(_ text: String) throws(UsageError) {
    if hasUsedSelectors { selectors = [] }
    hasUsedSelectors = false
    groups += 1
    group = groups
    selectors.append(try EventSelector(text))
  }

  /// Adds what a rules file says, whose `on` ends with it.
  mutating func read(rules path: String) throws(UsageError) {
    let (outer, outerGroup) = (selectors, group)
    hasUsedSelectors = true
    try RulesFile(path).apply(to: &self)
    do throws(UsageError) {
      try requireUsedSelectors()
    } catch {
      throw UsageError("\(path): \(error)")
    }
    (selectors, group) = (outer, outerGroup)
    hasUsedSelectors = true
  }

  /// The options that a rules file may name beside operations.
  private static let otherRules = [
    "on", "user-attributes", "user-identities", "device-identities", "event-attributes", "consent",
    "plan-file", "still-blocked",
  ]

  /// What a rule can be called.
  static let ruleNames = OperationForm.all.map { String($0.name.dropFirst(2)) } + otherRules

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
