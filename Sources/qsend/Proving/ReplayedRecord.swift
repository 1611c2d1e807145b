import PipeCommon

/// A record of the input, as far as its receipts can tell of it. Whatever is odd about it passes: that
/// was for the sender to judge.
struct ReplayedRecord {
  struct Event {
    let id: UInt64?
    let idNode: JSONNode?
    let name: [UInt8]?
    let time: Timestamp?
    /// Whether the block metadata lists it.
    let isBlocked: Bool
  }

  private(set) var line = 0
  private(set) var batchID: UInt64?
  private(set) var mpid: UInt64?
  private(set) var events: [Event] = []
  /// How often each id stands in it.
  private(set) var multiplicity: [UInt64: Int] = [:]
  /// How many events have no id.
  private(set) var nameless = 0

  /// Reads the next record into the same storage.
  mutating func read(_ view: JSONView, line: Int) {
    self.line = line
    func member(_ node: JSONNode?, _ name: String) -> JSONNode? {
      node.flatMap { view.member($0, named: name)?.value }
    }
    batchID = view.fingerprint(member(view.root, "batch_id"))
    mpid = view.fingerprint(member(view.root, "mpid"))
    events.removeAll(keepingCapacity: true)
    multiplicity.removeAll(keepingCapacity: true)
    nameless = 0
    let metadata = member(member(member(view.root, "context"), "data_plan"), "block_metadata")
    var blocked: Set<UInt64> = []
    view.forEachElement(member(metadata, "blocked_event_ids")) { id in
      if let id = view.fingerprint(id) { blocked.insert(id) }
    }
    view.forEachElement(member(view.root, "events")) { event in
      let data = member(event, "data")
      let idNode = member(data, "event_id")
      let id = view.fingerprint(idNode)
      if let id { multiplicity[id, default: 0] += 1 } else { nameless += 1 }
      let name = [member(data, "event_name"), member(data, "screen_name")].lazy
        .compactMap { $0 }.first { view.kind($0) == .string }
      let time = view.timestamp(member(data, "timestamp_unixtime_ms"))
      events.append(
        Event(
          id: id, idNode: idNode, name: name.map { view.decoded($0) },
          time: time.flatMap { $0.isPlausible ? $0 : nil },
          isBlocked: id.map(blocked.contains) ?? false))
    }
  }
}
