import PipeCommon

/// Batches that are sent, but that somebody may not want as they are.
struct BatchWarnings {
  private let limit: Timestamp
  private var old = 0
  private var allowedUserAttributes = 0
  private var deletions = 0
  private var consent = 0
  private var overLimits = 0
  private var exceeded = [Int](repeating: 0, count: SoftLimit.allCases.count)

  init(now: Timestamp) { limit = now.subtracting(days: 14) }

  /// How many batches each warning applied to; each text goes on after "N batches".
  var counts: [(name: String, count: Int, text: String)] {
    [
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
    ]
  }

  private var mostExceeded: SoftLimit {
    SoftLimit.allCases.max { exceeded[$0.rawValue] < exceeded[$1.rawValue] } ?? .eventName
  }

  /// Looks at a batch that is about to be sent.
  mutating func note(_ outline: BatchOutline, isQuarantined: Bool, _ view: JSONView) {
    if let time = Self.time(outline, view), time < limit { old += 1 }
    if isQuarantined, Self.hasAllowedUserAttribute(outline, view) { allowedUserAttributes += 1 }
    view.forEachMember(view.root) { (key, member) throws(Never) in
      if key == "deleted_user_attributes", view.kind(member.value) == .array,
        view.firstElement(member.value) != nil
      {
        deletions += 1
      }
      if key == "consent_state", !view.isNull(member.value) { consent += 1 }
    }
    let limits = SoftLimits(outline, view).exceeded
    if limits.isEmpty { return }
    overLimits += 1
    for limit in limits { exceeded[limit.rawValue] += 1 }
  }

  /// When the batch was received, else the time of its newest event.
  private static func time(_ outline: BatchOutline, _ view: JSONView) -> Timestamp? {
    if let time = view.timestamp(outline.timestamp) { return time }
    var newest: Timestamp?
    for event in outline.events {
      if let time = view.timestamp(event.timestamp) { newest = max(time, newest ?? time) }
    }
    return newest
  }

  private static func hasAllowedUserAttribute(
    _ outline: BatchOutline, _ view: JSONView
  ) -> Bool {
    guard let attributes = outline.userAttributes, view.kind(attributes) == .object,
      var member = view.firstMember(attributes)
    else { return false }
    let blocked = names(outline.blockedUserAttributes, view)
    while blocked.contains(view.decoded(member.key)) {
      guard let next = view.member(after: member) else { return false }
      member = next
    }
    return true
  }

  private static func names(_ list: JSONNode?, _ view: JSONView) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    guard let list, view.kind(list) == .array else { return names }
    var next = view.firstElement(list)
    while let element = next {
      if view.kind(element) == .string { names.insert(view.decoded(element)) }
      next = view.element(after: element)
    }
    return names
  }
}
