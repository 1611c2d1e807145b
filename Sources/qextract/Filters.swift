import PipeCommon

/// Which of the blocked records the user wants: any of one option's values, all of the options.
struct Filters {
  var eventNames: [Glob] = []
  var eventTypes: [String] = []
  var plans: [PlanReference] = []
  var environments: [String] = []

  /// Whether some filter looks at events.
  var lookAtEvents: Bool { !eventNames.isEmpty || !eventTypes.isEmpty }

  /// Whether the batch's own members pass.
  func accept(_ outline: BatchOutline, _ view: JSONView) -> Bool {
    (plans.isEmpty || plans.contains { matches($0, outline, view) })
      && accepts(environments, outline.environment, view)
  }

  /// Whether an event passes. A missing name or type matches nothing.
  func accept(_ event: BatchOutline.Event, _ view: JSONView) -> Bool {
    acceptsName(event, view) && accepts(eventTypes, event.type, view)
  }

  private func acceptsName(_ event: BatchOutline.Event, _ view: JSONView) -> Bool {
    guard !eventNames.isEmpty else { return true }
    guard let name = event.name(view) else { return false }
    let decoded = view.decoded(name)
    return eventNames.contains { $0.matches(decoded.span) }
  }

  private func accepts(_ wanted: [String], _ node: JSONNode?, _ view: JSONView) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let node, view.kind(node) == .string else { return false }
    return wanted.contains { view.string(node, equals: $0.utf8.span) }
  }

  private func matches(
    _ plan: PlanReference, _ outline: BatchOutline, _ view: JSONView
  ) -> Bool {
    guard let id = outline.planID, view.kind(id) == .string,
      view.string(id, equals: plan.id.utf8.span)
    else { return false }
    guard let wanted = plan.version else { return true }
    guard let version = outline.planVersion else { return false }
    return view.withIDText(version) { equalBytes($0, wanted.utf8.span) } ?? false
  }
}
