import PipeCommon

/// From a record to a batch ready to be sent, or to the reason why it is not.
struct Preparation {
  private let check: BatchCheck
  private let replayID: String
  private var outline = BatchOutline()
  private var metadata = BlockMetadata()
  private var wireForm = WireForm()

  /// What applied to batches that are sent all the same, by name.
  private(set) var withoutMPID = 0
  private(set) var withoutBlockMetadata = 0
  private(set) var unknownMembers = 0
  private var distinctUsers = DistinctCount()

  /// How many different users the batches are for.
  var users: Int { distinctUsers.count }

  init(_ check: BatchCheck, replayID: String) {
    self.check = check
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

  mutating func prepare(
    _ view: JSONView, sequence: Int, at place: Place
  ) throws(JSONFault) -> OutgoingBatch {
    try outline.read(view)
    let isQuarantined = try metadata.read(view, outline) == .present
    try check.check(outline, &metadata, isQuarantined: isQuarantined, view)
    let body = try wireForm.make(view)
    let origin = origin(view, at: place)
    let id = RequestID.make(
      replayID: replayID, batchID: Array((origin.batchID ?? "").utf8), body: body)
    let wire = Self.insert(id, into: body)
    guard wire.count <= RequestLimits.batchBytes else {
      throw view.fault(
        "the batch takes \(wire.count.grouped) bytes; the Events API takes "
          + "\(RequestLimits.batchBytes.grouped)", at: view.root)
    }
    unknownMembers += wireForm.unknownMembers
    if !isQuarantined { withoutBlockMetadata += 1 }
    if origin.mpid == nil { withoutMPID += 1 }
    let user = UserKey(mpid: outline.mpid, identities: outline.userIdentities, view)
    distinctUsers.insert(hash: user.value)
    return OutgoingBatch(
      sequence: sequence, origin: origin, record: Array(copying: view.text(view.root)),
      wire: wire, requestID: id, user: user)
  }

  /// Puts the id in front: the body has members, `environment` at least.
  private static func insert(_ id: String, into body: [UInt8]) -> [UInt8] {
    Array("{\"source_request_id\":\"\(id)\",".utf8) + body.dropFirst()
  }

  private func text(_ node: JSONNode?, _ view: JSONView) -> String? {
    view.idText(node).map { String(decoding: $0, as: UTF8.self) }
  }
}
