import PipeCommon

/// Which of the blocked records the user wants: any of one option's values, all of the options, or,
/// inverted, whatever that is not.
struct Filters {
  var eventNames: [Glob] = []
  var eventTypes: [String] = []
  var plans: [PlanReference] = []
  var environments: [String] = []
  /// By the text of the id.
  var mpids: Set<[UInt8]> = []
  /// Inclusive.
  var since: Timestamp?
  /// Exclusive.
  var until: Timestamp?
  var isInverted = false

  /// Whether there is anything to invert.
  var isEmpty: Bool {
    eventNames.isEmpty && eventTypes.isEmpty && plans.isEmpty && environments.isEmpty
      && mpids.isEmpty && since == nil && until == nil
  }

  /// Whether an event of a batch is wanted, by its own members and the batch's.
  func accept(
    _ event: BatchOutline.Event, of outline: BatchOutline, _ view: JSONView
  ) -> Bool {
    let accepts =
      acceptsName(event, view) && accepts(eventTypes, event.type, view)
      && acceptsTime(event.timestamp, view) && acceptsBatch(outline, view)
    return accepts != isInverted
  }

  /// Whether a batch is wanted of which no event is selected: it has no name and no type.
  func accept(_ outline: BatchOutline, _ view: JSONView) -> Bool {
    let accepts =
      eventNames.isEmpty && eventTypes.isEmpty && acceptsTime(outline.timestamp, view)
      && acceptsBatch(outline, view)
    return accepts != isInverted
  }

  private func acceptsBatch(_ outline: BatchOutline, _ view: JSONView) -> Bool {
    (plans.isEmpty || plans.contains { matches($0, outline, view) })
      && accepts(environments, outline.environment, view) && acceptsMPID(outline.mpid, view)
  }

  private func acceptsName(_ event: BatchOutline.Event, _ view: JSONView) -> Bool {
    guard !eventNames.isEmpty else { return true }
    for name in [event.eventName, event.screenName] {
      guard let name, view.kind(name) == .string else { continue }
      let decoded = view.decoded(name)
      if eventNames.contains(where: { $0.matches(decoded.span) }) { return true }
    }
    return false
  }

  private func acceptsTime(_ node: JSONNode?, _ view: JSONView) -> Bool {
    guard since != nil || until != nil else { return true }
    guard let time = view.timestamp(node) else { return false }
    return (since.map { time >= $0 } ?? true) && (until.map { time < $0 } ?? true)
  }

  private func acceptsMPID(_ node: JSONNode?, _ view: JSONView) -> Bool {
    guard !mpids.isEmpty else { return true }
    guard let node, let text = view.idText(node) else { return false }
    return mpids.contains(text)
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

extension Filters {
  /// Refuses filters that nothing can pass.
  func validate() throws(UsageError) {
    if isInverted, isEmpty {
      throw UsageError("--invert-match needs a filter to invert, such as --event-name")
    }
    if isInverted { return }
    if let since, let until, since >= until {
      throw UsageError("--since \(since) is not before --until \(until): no time lies between")
    }
    if !eventNames.isEmpty, !eventTypes.isEmpty,
      eventTypes.allSatisfy({ !EventType.named.contains($0) })
    {
      throw UsageError(
        "events of type \(eventTypes.joined(separator: " or ")) have no name for --event-name; "
          + "\(EventType.named.sorted().joined(separator: ", ")) have")
    }
  }
}
