import PipeCommon

/// A data plan as users have it in a file, in one of four shapes:
///
///     {"version_document": {"data_points": […]}}                        the UI's download, and the
///                                                                       API's version object
///     {"data_plan_versions": [{"version": 1, "version_document": …}]}   the API's plan
///     {"dtpn": {"blok": {"ev": true, …}, "vers": {"version_document": …}}}   what SDKs are given
///     {"data_points": […]}                                              the document alone
enum DataPlanFile {
  /// Reads every version that the file has.
  ///
  /// - Parameter path: what the text is called in messages.
  static func read(_ text: [UInt8], _ path: String) throws(UsageError) -> DataPlanVersions {
    let json = try RulesFile.json(text, path)
    let view = json.view
    let root = view.root
    var plans: [DataPlan] = []
    if let sdk = view.object(root, "dtpn") {
      guard let version = view.object(sdk, "vers") else {
        throw UsageError("--plan-file: \(path) has dtpn, but no dtpn.vers in it")
      }
      let switches = view.object(sdk, "blok").map { DataPlan.Switches($0, view) }
      plans += plan(version, root, view, switches)
    } else if let versions = view.member(root, named: "data_plan_versions")?.value {
      var next = view.kind(versions) == .array ? view.firstElement(versions) : nil
      while let version = next {
        plans += plan(version, root, view)
        next = view.element(after: version)
      }
      if plans.isEmpty {
        throw UsageError("--plan-file: \(path) has no version at all in data_plan_versions")
      }
    } else {
      plans += plan(root, root, view)
    }
    for place in plans.indices { plans[place].label.place = place }
    guard let versions = DataPlanVersions(plans, file: path) else {
      throw UsageError(
        "--plan-file: \(path) is no data plan: expected version_document.data_points, "
          + "data_plan_versions or dtpn")
    }
    return versions
  }

  /// One version; none if it has no document, as in the API's lists.
  private static func plan(
    _ version: JSONNode, _ root: JSONNode, _ view: JSONView, _ switches: DataPlan.Switches? = nil
  ) -> [DataPlan] {
    let document = view.object(version, "version_document") ?? version
    guard let points = view.member(document, named: "data_points")?.value,
      view.kind(points) == .array
    else { return [] }
    let id = view.member(version, named: "data_plan_id") ?? view.member(root, named: "data_plan_id")
    let number = view.member(version, named: "version")?.value
    let label = PlanLabel(
      id: view.idText(id?.value).map { String(decoding: $0, as: UTF8.self) },
      number: number.flatMap { view.withIDText($0) { JSONInteger.value($0) } ?? nil },
      activatedEnvironment: view.idText(view.member(version, named: "activated_environment")?.value)
    )
    return [DataPlan(points, view, label, blocks: switches ?? DataPlan.Switches())]
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
}
