import PipeCommon

/// What one version of a data plan allows, for the question "would it block this again?".
///
/// By mParticle's documents and the agreement of its public implementations: only names that are not
/// planned are blocked, never values; what a plan cannot hold is never blocked.
struct DataPlan {
  /// Which kinds of unplanned data are blocked; all, where the file does not say.
  struct Switches {
    var events = true
    var eventAttributes = true
    var userAttributes = true
    var identities = true
  }

  private(set) var events: [EventKey: PlannedEvent] = [:]
  private(set) var userAttributes = AllowedNames.all
  /// By the names that the Events API has for them.
  private(set) var userIdentities = AllowedNames.all
  /// As in `device_info`; all, unless the plan lists some, which older plans could not.
  private(set) var deviceIdentities = AllowedNames.all
  let blocks: Switches
  var label: PlanLabel

  /// Reads the `data_points` of a version document.
  init(
    _ points: JSONNode, _ view: JSONView, _ label: PlanLabel = PlanLabel(),
    blocks: Switches = Switches()
  ) {
    self.label = label
    self.blocks = blocks
    var next = view.firstElement(points)
    while let point = next {
      read(point, view)
      next = view.element(after: point)
    }
  }

  private mutating func read(_ point: JSONNode, _ view: JSONView) {
    guard let match = view.member(point, named: "match")?.value,
      let type = view.string(match, "type")
    else { return }
    let criteria = view.member(match, named: "criteria")?.value
    let validator = view.member(point, named: "validator")?.value
    let definition = validator.flatMap { view.member($0, named: "definition")?.value }
    if type == Array("user_attributes".utf8) {
      userAttributes = AllowedNames(at: [], in: definition, view)
    } else if type == Array("user_identities".utf8) {
      readIdentities(AllowedNames(at: [], in: definition, view))
    } else if let key = EventKey(
      type: type, { name in criteria.flatMap { view.string($0, name) } })
    {
      let event = PlannedEvent(key, definition, view)
      events[key] = events[key]?.union(event) ?? event
    }
  }

  private mutating func readIdentities(_ allowed: AllowedNames) {
    guard case .only(let names) = allowed else { return }
    let known = Set(names.map(IdentityName.canonical))
    userIdentities = .only(known)
    if names.contains(IdentityName.applicationStamp)
      || known.contains(where: DeviceIdentity.contains)
    {
      deviceIdentities = .only(known)
    }
  }

  /// What is planned for an event; `nil` if nothing is.
  func event(_ key: EventKey) -> PlannedEvent? { events[key] }

  /// - Parameter name: as it stands in `user_identities`.
  func allowsUserIdentity(_ name: [UInt8]) -> Bool {
    userIdentities.contains(IdentityName.canonical(name))
  }

  /// Whether some identity could be blocked.
  var canBlockIdentities: Bool {
    if case .only = userIdentities { blocks.identities } else { false }
  }
}

/// How a file calls a version of a plan, as far as it does.
struct PlanLabel {
  var id: String?
  /// Which of the file's documents it is, counted from 0.
  var place = 0
  var number: Int64?
  /// `development` or `production`; `none` while it is a draft.
  var activatedEnvironment: [UInt8]?

  /// Such as `main_block@2`; `nil` if the file does not say.
  var name: String? { id.map { id in number.map { "\(id)@\($0)" } ?? id } }
}

/// Plans write identities as SDKs call them or as the Events API does.
private enum IdentityName {
  /// Made by SDKs; `device_info` has no member for it.
  static let applicationStamp = Array("device_application_stamp".utf8)

  private static let others = [
    "customerid": "customer_id", "facebookcustomaudienceid": "facebook_custom_audience_id",
    "ios_idfa": "ios_advertising_id", "android_aaid": "android_advertising_id",
    "roku_aid": "roku_advertising_id", "fire_aid": "fire_advertising_id",
    "microsoft_aid": "microsoft_advertising_id",
  ]

  /// What the Events API calls it.
  static func canonical(_ name: [UInt8]) -> [UInt8] {
    let text = String(decoding: name, as: UTF8.self)
    if let other = others[text] { return Array(other.utf8) }
    // `other2` to `other10`
    guard let number = text.hasPrefix("other") ? Int(text.dropFirst(5)) : nil,
      (2...10).contains(number), text == "other\(number)"
    else { return name }
    return Array("other_id_\(number)".utf8)
  }
}

extension JSONView {
  /// A member's decoded string.
  fileprivate func string(_ object: JSONNode, _ name: String) -> [UInt8]? {
    guard let value = member(object, named: name)?.value, kind(value) == .string else { return nil }
    return decoded(value)
  }
}
