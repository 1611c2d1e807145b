import PipeCommon

/// From a record to batches ready to be sent, or to the reason why it is not.
struct Preparation {
  private let check: BatchCheck
  private let router: Router
  private let replayID: String
  private var outline = BatchOutline()
  private var metadata = BlockMetadata()
  private var wireForm = WireForm()

  /// What applied to batches that are sent all the same, by name.
  private(set) var withoutMPID = 0
  private(set) var withoutBlockMetadata = 0
  private(set) var unknownMembers = 0
  /// Records that were too large for one batch.
  private(set) var split = 0
  private(set) var warnings = BatchWarnings(now: .now)
  private var distinctUsers = DistinctCount()

  /// How many different users the batches are for.
  var users: Int { distinctUsers.count }

  init(_ check: BatchCheck, _ router: Router, replayID: String) {
    self.check = check
    self.router = router
    self.replayID = replayID
  }

  /// What can be said of a record whether it is good or not.
  func origin(_ view: JSONView, at place: Place) -> RecordOrigin {
    var origin = RecordOrigin(place: place)
    origin.batchID = text(outline.batchID, view)
    origin.mpid = text(outline.mpid, view)
    origin.events = outline.events.count
    return origin
  }

  /// The same of a record that is not looked at any further.
  mutating func peek(_ view: JSONView, at place: Place) -> RecordOrigin {
    guard (try? outline.read(view)) != nil else { return RecordOrigin(place: place) }
    return origin(view, at: place)
  }

  /// What became of a record.
  enum Result {
    case ready(PreparedRecord)
    /// Not to be sent, with the input for the rejects.
    case invalid(JSONFault, RecordOrigin, record: [UInt8])
  }

  mutating func prepare(_ view: JSONView, sequence: Int, at place: Place) -> Result {
    do throws(JSONFault) {
      return .ready(try prepared(view, sequence: sequence, at: place))
    } catch {
      return .invalid(error, origin(view, at: place), record: Array(copying: view.text(view.root)))
    }
  }

  private mutating func prepared(
    _ view: JSONView, sequence: Int, at place: Place
  ) throws(JSONFault) -> PreparedRecord {
    try outline.read(view)
    let isQuarantined = try metadata.read(view, outline) == .present
    try check.check(outline, &metadata, isQuarantined: isQuarantined, view)
    let body = try wireForm.make(view)
    let origin = origin(view, at: place)
    let user = UserKey(mpid: outline.mpid, identities: outline.userIdentities, view)
    let endpoint = router.endpoint(outline, view)
    let batchID = Array((origin.batchID ?? "").utf8)
    let bodies = try Self.parts(body, events: outline.events.count, view)
    var parts: [PreparedRecord.Part] = []
    for (number, part) in bodies.enumerated() {
      guard let body = part.body else {
        let fault =
          "events[\(part.events.lowerBound)] takes more than the "
          + "\(RequestLimits.batchBytes.grouped) bytes of a batch"
        parts.append(PreparedRecord.Part(events: part.events, batch: nil, fault: fault))
        continue
      }
      let id = RequestID.make(
        replayID: replayID, batchID: batchID, part: bodies.count > 1 ? number : nil, body: body)
      let batch = OutgoingBatch(
        sequence: sequence, part: number, wire: RequestID.insert(id, into: body), requestID: id,
        events: part.events.count, endpoint: endpoint, user: user)
      parts.append(PreparedRecord.Part(events: part.events, batch: batch))
    }
    if parts.count > 1 { split += 1 }
    unknownMembers += wireForm.unknownMembers
    warnings.note(outline, isQuarantined: isQuarantined, view)
    if !isQuarantined { withoutBlockMetadata += 1 }
    if origin.mpid == nil { withoutMPID += 1 }
    distinctUsers.insert(hash: user.value)
    return PreparedRecord(
      origin: origin, record: Array(copying: view.text(view.root)), parts: parts)
  }

  /// The bodies that a wire form makes: one, if it fits.
  private static func parts(
    _ body: [UInt8], events: Int, _ view: JSONView
  ) throws(JSONFault) -> [WireSplit.Part] {
    let limit = RequestLimits.batchBytes - RequestID.memberLength
    if body.count <= limit { return [WireSplit.Part(events: 0..<events, body: body)] }
    let parts = WireSplit(body)?.parts(of: limit) ?? []
    guard parts.contains(where: { $0.body != nil }) else {
      throw view.fault(
        "the batch takes \(body.count.grouped) bytes, which splitting by events cannot bring under "
          + "the \(RequestLimits.batchBytes.grouped) of the Events API", at: view.root)
    }
    return parts
  }

  private func text(_ node: JSONNode?, _ view: JSONView) -> String? {
    view.idText(node).map { String(decoding: $0, as: UTF8.self) }
  }
}
