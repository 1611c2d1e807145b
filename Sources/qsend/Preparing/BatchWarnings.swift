import PipeCommon

/// Batches that are sent, but that somebody may not want as they are.
struct BatchWarnings {
  private let limit: Timestamp
  private var old = 0
  private var allowedUserAttributes = 0
  private var deletions = 0
  private var consent = 0
  private var overLimits = 0
  private var withoutMPID = 0
  private var withoutBlockMetadata = 0
  private var split = 0
  private var exceeded = [Int](repeating: 0, count: SoftLimit.allCases.count)
  /// Records of which something was refused only because the historical endpoint cannot be asked.
  private(set) var unaskable = 0

  init(now: Timestamp) { limit = now.subtracting(days: 14) }

  /// How many batches each warning applied to; each text goes on after "N batches".
  var counts: [(name: String, count: Int, text: String)] {
    [
      ("without_mpid", withoutMPID, "without mpid: the server finds the user by identities"),
      (
        "without_block_metadata", withoutBlockMetadata,
        "without block metadata: nothing says what was blocked"
      ),
      (
        "older_than_14d", old,
        "older than 14 days: many of the tools that receive events refuse such old ones"
      ),
      (
        "allowed_user_attributes", allowedUserAttributes,
        "with user attributes that were not blocked: they were applied already, and may overwrite "
          + "newer values (qfix --user-attributes blocked)"
      ),
      (
        "deletions", deletions,
        "with deleted_user_attributes: they may delete values set since "
          + "(qfix --user-attributes blocked)"
      ),
      (
        "consent", consent,
        "with consent_state: it may overwrite newer consent (qfix --consent drop)"
      ),
      (
        "over_limits", overLimits,
        "over documented limits, beyond which the server cuts or drops; most often "
          + mostExceeded.text
      ),
      ("split", split, "too large for one, sent in parts"),
    ]
  }

  private var mostExceeded: SoftLimit {
    SoftLimit.allCases.max { exceeded[$0.rawValue] < exceeded[$1.rawValue] } ?? .eventName
  }

  /// Looks at a batch that is about to be sent.
  ///
  /// - Parameter lists: what it says was blocked; `nil` if it was not quarantined.
  mutating func note(_ batch: WalkedBatch, _ lists: BlockLists?, isSplit: Bool, _ view: JSONView) {
    if let time = Self.time(batch, view), time < limit { old += 1 }
    if batch.mpid == nil { withoutMPID += 1 }
    if lists == nil { withoutBlockMetadata += 1 }
    if isSplit { split += 1 }
    if batch.hasDeletions { deletions += 1 }
    if batch.hasConsent { consent += 1 }
    if let lists, let attributes = batch.userAttributes,
      Self.hasAllowed(attributes, lists.userAttributes, view)
    {
      allowedUserAttributes += 1
    }
    guard batch.exceeded != 0 else { return }
    overLimits += 1
    for limit in SoftLimit.allCases where batch.exceeded & 1 << UInt8(limit.rawValue) != 0 {
      exceeded[limit.rawValue] += 1
    }
  }

  /// Notes a record in doubt that goes where nobody can be asked.
  mutating func noteUnaskable() { unaskable += 1 }

  /// When the batch was received, else the time of its newest event.
  private static func time(_ batch: WalkedBatch, _ view: JSONView) -> Timestamp? {
    if let time = view.timestamp(batch.batchTime) { return time }
    let times = batch.events.lazy.filter { !$0.isRefused }.map(\.time)
    return times.max().map(Timestamp.init(milliseconds:))
  }

  /// Whether some attribute is none of those that were blocked.
  private static func hasAllowed(
    _ attributes: JSONNode, _ blocked: JSONNode?, _ view: JSONView
  ) -> Bool {
    guard view.kind(attributes) == .object else { return false }
    var next = view.firstMember(attributes)
    if next == nil { return false }
    guard let blocked, view.kind(blocked) == .array, view.firstElement(blocked) != nil else {
      return true
    }
    let names = Set(view.names(blocked))
    while let member = next {
      guard names.contains(view.decoded(member.key)) else { return true }
      next = view.member(after: member)
    }
    return false
  }
}
