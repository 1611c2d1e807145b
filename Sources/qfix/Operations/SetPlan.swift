import PipeCommon

/// `--set-plan ID[@VERSION]` and `--unset-plan`: which data plan the server is to check the batch
/// against. `block_metadata` stays for the steps that follow.
struct SetPlan: Operation {
  let label: String
  /// `nil` takes the plan away.
  let plan: PlanReference?

  init(_ argument: String) throws(UsageError) {
    plan = try PlanReference(argument, option: "--set-plan")
    label = "--set-plan \(argument)"
  }

  /// `--unset-plan`.
  init() {
    plan = nil
    label = "--unset-plan"
  }

  var isAboutBatch: Bool { true }
  var obstacle: String { "context or data_plan is no object" }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    guard let dataPlan = dataPlan(&document, &tally) else { return tally }
    tally.matched = 1
    let id = plan.map { JSONString.encode($0.id) }
    let version = plan?.version.map { Array($0.utf8) }
    let changedID = set(.planID, id, dataPlan, &document)
    let changedVersion = set(.planVersion, version, dataPlan, &document)
    if changedID || changedVersion { tally.changed = 1 }
    return tally
  }

  /// `context.data_plan`, made if there is a plan to put in it.
  private func dataPlan(_ document: inout Document, _ tally: inout Tally) -> Document.Node? {
    var node = document.root
    for name in [MemberName.context, .dataPlan] {
      if let child = document.child(node, named: name), document.kind(child) != .null {
        guard document.kind(child) == .object else {
          tally = Tally(matched: 1, leftAlone: 1)
          return nil
        }
        node = child
      } else {
        guard plan != nil else { return nil }
        if let null = document.child(node, named: name) {
          document.replace(null, with: Array("{}".utf8))
          node = null
        } else {
          node = document.append(name, Array("{}".utf8), to: node)
        }
      }
    }
    return node
  }

  /// - Returns: whether that changed anything.
  private func set(
    _ name: MemberName, _ value: [UInt8]?, _ dataPlan: Document.Node, _ document: inout Document
  ) -> Bool {
    guard let value else {
      guard let node = document.child(dataPlan, named: name) else { return false }
      document.removeAll(like: node)
      return true
    }
    guard let node = document.child(dataPlan, named: name) else {
      document.append(name, value, to: dataPlan)
      return true
    }
    if document.value(node, equals: value) { return false }
    document.replace(node, with: value)
    return true
  }
}
