import PipeCommon

/// A data plan as users have it in a file, in one of four shapes:
///
///     {"version_document": {"data_points": […]}}                        the UI's download, and the
///                                                                       API's version object
///     {"data_plan_versions": [{"version": 1, "version_document": …}]}   the API's plan
///     {"dtpn": {"blok": {"ev": true, …}, "vers": {"version_document": …}}}   what SDKs are given
///     {"data_points": […]}                                              the document alone
enum DataPlanFile {
  /// Reads the plan.
  ///
  /// - Parameters:
  ///   - wanted: the plan that the batches are set to, which says which of several versions.
  ///   - notice: told what the user should know about the choice.
  static func read(
    _ path: String, wanted: PlanReference?, _ notice: (String) -> Void
  ) throws(UsageError) -> DataPlan {
    let json = try RulesFile.json(try RulesFile.contents(path, "--plan-file"), path)
    let view = json.view
    let root = view.root
    var switches = DataPlan.Switches()
    var version = root
    if let sdk = view.object(root, "dtpn") {
      if let blok = view.object(sdk, "blok") { switches = DataPlan.Switches(blok, view) }
      guard let vers = view.object(sdk, "vers") else {
        throw UsageError("--plan-file: \(path) has dtpn, but no dtpn.vers in it")
      }
      version = vers
    } else if let versions = view.member(root, named: "data_plan_versions")?.value {
      version = try choose(versions, view, wanted, path, notice)
    }
    let document = view.object(version, "version_document") ?? version
    guard let points = view.member(document, named: "data_points")?.value,
      view.kind(points) == .array
    else {
      throw UsageError(
        "--plan-file: \(path) is no data plan: expected version_document.data_points, "
          + "data_plan_versions or dtpn")
    }
    var plan = DataPlan(points, view)
    plan.blocks = switches
    plan.name = name(version, root, view)
    warn(plan, wanted, path, notice)
    return plan
  }

  /// The version that the batches are set to, else the newest active one, else the newest.
  private static func choose(
    _ versions: JSONNode, _ view: JSONView, _ wanted: PlanReference?, _ path: String,
    _ notice: (String) -> Void
  ) throws(UsageError) -> JSONNode {
    var best: (node: JSONNode, isActive: Bool, number: Int64)?
    var next = view.kind(versions) == .array ? view.firstElement(versions) : nil
    while let version = next {
      next = view.element(after: version)
      let number = view.number(version) ?? 0
      if let wanted = wanted?.version {
        if wanted == "\(number)" { return version }
        continue
      }
      let status = view.member(version, named: "status")?.value
      let isActive = status.map { view.text($0) == "\"active\"" } ?? false
      if best.map({ ($0.isActive ? 1 : 0, $0.number) < (isActive ? 1 : 0, number) }) ?? true {
        best = (version, isActive, number)
      }
    }
    guard let best else {
      throw UsageError(
        "--plan-file: \(path) has no version \(wanted?.version ?? "at all in data_plan_versions")")
    }
    notice("\(path) has several versions; \(best.number) is checked against")
    return best.node
  }

  private static func name(_ version: JSONNode, _ root: JSONNode, _ view: JSONView) -> String? {
    let id = view.member(version, named: "data_plan_id") ?? view.member(root, named: "data_plan_id")
    guard let id = view.idText(id?.value) else { return nil }
    let number = view.number(version).map { "@\($0)" } ?? ""
    return String(decoding: id, as: UTF8.self) + number
  }

  private static func warn(
    _ plan: DataPlan, _ wanted: PlanReference?, _ path: String, _ notice: (String) -> Void
  ) {
    guard let name = plan.name, let wanted else { return }
    let isSame = wanted.version == nil ? name.hasPrefix(wanted.id + "@") : name == "\(wanted)"
    if !isSame, name != wanted.id {
      notice("warning: \(path) is \(name), but the batches are set to \(wanted)")
    }
  }
}

extension DataPlan.Switches {
  /// Reads `blok`; what it does not say counts as blocking.
  fileprivate init(_ blok: JSONNode, _ view: JSONView) {
    func isOn(_ name: String) -> Bool {
      guard let value = view.member(blok, named: name)?.value else { return true }
      return !(view.text(value) == "false")
    }
    events = isOn("ev")
    eventAttributes = isOn("ea")
    userAttributes = isOn("ua")
    identities = isOn("id")
  }
}

extension JSONView {
  fileprivate func object(_ node: JSONNode, _ name: String) -> JSONNode? {
    guard let value = member(node, named: name)?.value, kind(value) == .object else { return nil }
    return value
  }

  /// The number of a plan's version.
  fileprivate func number(_ version: JSONNode) -> Int64? {
    guard let node = member(version, named: "version")?.value else { return nil }
    return withIDText(node) { JSONInteger.value($0) } ?? nil
  }
}
