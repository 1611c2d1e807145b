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

  private var events: [EventKey: PlannedEvent] = [:]
  private(set) var userAttributes = AllowedNames.all
  private(set) var userIdentities = AllowedNames.all
  var blocks = Switches()
  /// As far as the file names it: `main_block@2`.
  var name: String?

  /// Reads the `data_points` of a version document.
  init(_ points: JSONNode, _ view: JSONView) {
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
      userIdentities = AllowedNames(at: [], in: definition, view).mapped(IdentityName.canonical)
    } else if let key = EventKey(
      type: type, { name in criteria.flatMap { view.string($0, name) } })
    {
      let event = PlannedEvent(key, definition, view)
      events[key] = events[key]?.union(event) ?? event
    }
  }

  /// What is planned for an event; `nil` if nothing is.
  func event(_ key: EventKey) -> PlannedEvent? { events[key] }

  func allowsIdentity(_ name: [UInt8]) -> Bool {
    userIdentities.contains(IdentityName.canonical(name))
  }

  /// Whether some identity could be blocked.
  var canBlockIdentities: Bool {
    if case .only = userIdentities { blocks.identities } else { false }
  }
}

/// Plans write identities as SDKs call them or as the Events API does.
private enum IdentityName {
  static func canonical(_ name: [UInt8]) -> [UInt8] {
    let text = String(decoding: name, as: UTF8.self)
    switch text {
    case "customerid": return Array("customer_id".utf8)
    case "facebookcustomaudienceid": return Array("facebook_custom_audience_id".utf8)
    default:
      // `other2` to `other10`
      guard let number = text.hasPrefix("other") ? Int(text.dropFirst(5)) : nil,
        (2...10).contains(number), text == "other\(number)"
      else { return name }
      return Array("other_id_\(number)".utf8)
    }
  }
}

extension AllowedNames {
  fileprivate func mapped(_ canonical: ([UInt8]) -> [UInt8]) -> AllowedNames {
    guard case .only(let names) = self else { return .all }
    return .only(Set(names.map(canonical)))
  }
}

extension JSONView {
  /// A member's decoded string.
  fileprivate func string(_ object: JSONNode, _ name: String) -> [UInt8]? {
    guard let value = member(object, named: name)?.value, kind(value) == .string else { return nil }
    return decoded(value)
  }
}
