import PipeCommon

/// The rules a batch must keep before it leaves, because a bulk request answers 202 even if some of
/// its batches are dropped.
struct BatchCheck {
  let environment: String?
  let requiresMPID: Bool
  let allowsDelivered: Bool
  /// Events must be older than this (ms since the epoch) for the historical endpoint.
  let historicalLimit: Int64?

  /// Checks a batch that was outlined; `metadata` is what was read of its block metadata.
  func check(
    _ outline: BatchOutline, _ metadata: inout BlockMetadata, isQuarantined: Bool, _ view: JSONView
  ) throws(JSONFault) {
    try checkEnvironment(outline, view)
    try checkUser(outline, view)
    do throws(Misfit) {
      try BatchShape.batch.check(view.root, view)
    } catch {
      throw error.fault(view)
    }
    if let events = outline.eventsMember, !view.isNull(events) {
      try view.require(.array, events, "events")
    }
    for (number, event) in outline.events.enumerated() {
      try EventCheck.check(event, number, view)
      if isQuarantined { try checkDelivered(event, number, &metadata, view) }
    }
    if let historicalLimit { try checkAge(outline, historicalLimit, view) }
  }

  private func checkEnvironment(_ outline: BatchOutline, _ view: JSONView) throws(JSONFault) {
    guard let node = outline.environment, view.kind(node) == .string else {
      throw view.fault("environment is missing", at: view.root)
    }
    let name = String(decoding: view.decoded(node), as: UTF8.self)
    guard name == "production" || name == "development" else {
      throw view.fault("environment is neither production nor development", at: node)
    }
    if let environment, name != environment {
      throw view.fault("environment is \(name), not \(environment) (--environment)", at: node)
    }
  }

  /// A batch is for one user, known by MPID or by identities.
  private func checkUser(_ outline: BatchOutline, _ view: JSONView) throws(JSONFault) {
    let hasIdentity = try hasIdentity(outline.userIdentities, view)
    let hasMPID = outline.mpid.map { !view.isNull($0) } ?? false
    if !hasMPID, requiresMPID {
      throw view.fault("mpid is missing (--require-mpid)", at: view.root)
    }
    guard hasMPID || hasIdentity else {
      throw view.fault("neither mpid nor any user identity: nobody to count it for", at: view.root)
    }
  }

  /// Checks the identities in either form.
  private func hasIdentity(_ identities: JSONNode?, _ view: JSONView) throws(JSONFault) -> Bool {
    guard let identities else { return false }
    let isList = view.kind(identities) == .array
    do throws(Misfit) {
      try (isList ? BatchShape.identityList : BatchShape.identities).check(identities, view)
    } catch {
      throw error.inside("user_identities").fault(view)
    }
    if isList { return try IdentityList.object(identities, view).count > 2 }
    var hasIdentity = false
    view.forEachMember(identities) { (_, member) throws(Never) in
      if !view.isNull(member.value) { hasIdentity = true }
    }
    return hasIdentity
  }

  /// An event that was not blocked was delivered already, and would be counted twice.
  private func checkDelivered(
    _ event: BatchOutline.Event, _ number: Int, _ metadata: inout BlockMetadata, _ view: JSONView
  ) throws(JSONFault) {
    if allowsDelivered { return }
    let isBlocked =
      event.eventID.map { id in
        view.withIDText(id) { metadata.eventIDs.matches($0) } ?? false
      } ?? false
    guard isBlocked else {
      throw view.fault(
        "events[\(number)] was not blocked, so it was delivered already; qextract leaves such "
          + "events out (--allow-delivered sends them again)", at: event.node)
    }
  }

  private func checkAge(
    _ outline: BatchOutline, _ limit: Int64, _ view: JSONView
  ) throws(JSONFault) {
    guard !outline.events.isEmpty else {
      throw view.fault(
        "the historical endpoint does not process batches without events",
        at: view.root)
    }
    for (number, event) in outline.events.enumerated() {
      guard let time = event.timestamp else { continue }
      let value = view.withIDText(time) { JSONInteger.value($0) } ?? nil
      guard let value, value < limit else {
        throw view.fault(
          "events[\(number)] is less than 72 hours old, which the historical endpoint ignores",
          at: time)
      }
    }
  }
}
