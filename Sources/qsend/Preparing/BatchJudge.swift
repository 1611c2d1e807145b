import PipeCommon

/// What a walk cannot say of a batch: whether there is somebody to count it for, whether it was
/// delivered already, whether its times can be true.
struct BatchJudge {
  let policy: BatchPolicy
  private var metadata = BlockMetadata()

  init(_ policy: BatchPolicy) { self.policy = policy }

  /// Judges what concerns the whole batch.
  ///
  /// - Returns: what the batch says of its quarantine; `nil` if it was not quarantined.
  mutating func judge(
    _ batch: WalkedBatch, _ view: JSONView
  ) throws(JSONFault) -> BlockLists? {
    try checkEnvironment(batch, view)
    try checkUser(batch, view)
    guard let node = batch.blockMetadata, !view.isNull(node) else { return nil }
    try view.require(.object, node, "context.data_plan.block_metadata")
    let lists = try BlockLists(node, view)
    try metadata.read(view, lists)
    if !policy.allowsDelivered { try checkDelivered(batch, view) }
    return lists
  }

  private func checkEnvironment(_ batch: WalkedBatch, _ view: JSONView) throws(JSONFault) {
    guard let node = batch.environment, view.kind(node) == .string else {
      throw view.fault("environment is missing", at: view.root)
    }
    let name = String(decoding: view.decoded(node), as: UTF8.self)
    guard name == "production" || name == "development" else {
      throw view.fault("environment is neither production nor development", at: node)
    }
    if let environment = policy.environment, name != environment {
      throw view.fault("environment is \(name), not \(environment) (--environment)", at: node)
    }
  }

  private func checkUser(_ batch: WalkedBatch, _ view: JSONView) throws(JSONFault) {
    if policy.requiresMPID, batch.mpid == nil {
      throw view.fault("mpid is missing or 0 (--require-mpid)", at: view.root)
    }
    guard batch.hasUser else {
      throw view.fault(
        "neither mpid nor any identity of a user or device: nobody to count it for",
        at: view.root)
    }
  }

  /// An event that was not blocked was delivered already, and would be counted twice.
  private mutating func checkDelivered(
    _ batch: WalkedBatch, _ view: JSONView
  ) throws(JSONFault) {
    for (number, event) in batch.events.enumerated() {
      let isBlocked =
        event.id.map { id in view.withIDText(id) { metadata.eventIDs.matches($0) } ?? false }
        ?? false
      guard isBlocked else {
        throw view.fault(
          "events[\(number)] was not blocked, so it was delivered already; qextract leaves such "
            + "events out (--allow-delivered sends them again)", at: event.node)
      }
    }
  }

  // MARK: Times

  /// Finds events whose times cannot be true, each of which is then refused.
  func judgeTimes(_ batch: inout WalkedBatch, _ view: JSONView) {
    if policy.allowsAnyTime { return }
    let latest = policy.latest(view.timestamp(batch.batchTime))
    for number in batch.events.indices where !batch.events[number].isRefused {
      let time = batch.events[number].time
      guard time < BatchPolicy.earliest.milliseconds || time > latest else { continue }
      let fault = view.fault(
        "events[\(number)].data.timestamp_unixtime_ms is \(time), \(words(for: time, latest)) "
          + "(--any-time sends it all the same)", at: batch.events[number].node)
      batch.refuse(number, fault)
    }
  }

  private func words(for time: Int64, _ latest: Int64) -> String {
    let plausible =
      BatchPolicy.earliest.milliseconds...max(latest, BatchPolicy.earliest.milliseconds)
    let units: [(name: String, milliseconds: Int64)] = [
      ("seconds", time.multipliedReportingOverflow(by: 1000).partialValue),
      ("microseconds", time / 1000), ("nanoseconds", time / 1_000_000),
    ]
    if let unit = units.first(where: { plausible.contains($0.milliseconds) }) {
      return "which looks like \(unit.name): "
        + "qfix --cast .events[].data.timestamp_unixtime_ms=timestamp makes milliseconds of it"
    }
    return time < BatchPolicy.earliest.milliseconds
      ? "before 2012" : "more than a day after the batch was received"
  }
}
