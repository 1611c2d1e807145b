import PipeCommon

/// The versions of a data plan, and which of them the server would check a batch against.
struct DataPlanVersions {
  /// What a batch says of its plan, as it leaves.
  struct Naming {
    var id: [UInt8]?
    var version: [UInt8]?
    var environment: [UInt8]?

    /// As a user writes it; `nil` if it names none.
    var name: String? {
      let parts = [id, version].map { $0.map { String(decoding: $0, as: UTF8.self) } }
      return parts[0].map { id in parts[1].map { "\(id)@\($0)" } ?? id }
        ?? parts[1].map { "@\($0)" }
    }
  }

  /// The newest first; never empty.
  let plans: [DataPlan]
  /// What the file is called.
  let file: String

  /// - Returns: `nil` if there is none.
  init?(_ plans: [DataPlan], file: String) {
    guard !plans.isEmpty else { return nil }
    self.plans = plans.sorted { $0.label.number ?? .min > $1.label.number ?? .min }
    self.file = file
  }

  /// Whether some identity could be blocked.
  var canBlockIdentities: Bool { plans.contains(where: \.canBlockIdentities) }

  /// The version that a batch names, else the newest that is activated for its environment, else the
  /// newest: its place among the plans.
  func judge(of batch: Naming) -> Int {
    let named = batch.version.flatMap { version in
      plans.firstIndex { plan in
        plan.label.number.map { Array("\($0)".utf8) == version } ?? false
          && (batch.id == nil || isSame(plan.label.id, batch.id))
      }
    }
    return named
      ?? batch.environment.flatMap { environment in
        plans.firstIndex { $0.label.activatedEnvironment == environment }
      } ?? 0
  }

  /// Whether a batch names another plan than this one, or another version.
  func isStranger(_ batch: Naming, to judge: DataPlan) -> Bool {
    if batch.id != nil, !isSame(judge.label.id, batch.id) { return true }
    guard let version = batch.version, let number = judge.label.number else { return false }
    return Array("\(number)".utf8) != version
  }

  /// Whether these are the same plan; a file need not say which one it is.
  private func isSame(_ one: String?, _ other: [UInt8]?) -> Bool {
    one.map { Array($0.utf8) == other } ?? true
  }
}

extension Document {
  /// What the batch says of its plan.
  mutating func planNaming() -> DataPlanVersions.Naming {
    let plan = child(child(root, named: .context), named: .dataPlan)
    return DataPlanVersions.Naming(
      id: string(child(plan, named: .planID)), version: idText(child(plan, named: .planVersion)),
      environment: string(child(root, named: .environment)))
  }
}
