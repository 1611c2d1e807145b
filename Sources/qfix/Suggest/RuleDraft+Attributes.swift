import PipeCommon

/// A blocked attribute of a planned event or of users.
private struct BlockedAttribute {
  let key: EventKey?
  let judge: Int
  let place: AttributePlace
  let name: [UInt8]
  var count = 0
  /// Allowed ones that stood beside it: it is none of them.
  var beside: Set<[UInt8]> = []
}

extension RuleDraft {
  /// Adds the rules for attributes that are planned ones misspelt.
  mutating func addAttributes(_ sketches: Sketches) {
    var found: [String: BlockedAttribute] = [:]
    sketches.visit { document, count in
      let judge = sketches.versions.judge(of: document.planNaming())
      let plan = sketches.versions.plans[judge]
      let event = EventScope(&document, []).all.first
      let key = event.flatMap { document.planKey(of: $0)?.key }
      if event != nil, key.flatMap({ plan.event($0) }) == nil { return }
      for place in AttributePlace.allCases where (place == .user) == (key == nil) {
        let allowed = plan.attributes(at: place, of: key)
        let user = document.child(document.root, named: .userAttributes)
        let owners =
          event.map { document.attributeOwners(of: $0, at: place) } ?? [user].compactMap { $0 }
        for owner in owners {
          let names = document.children(owner).map { document.key($0) }
          for name in names where !allowed.contains(name) {
            let id = "\(judge) \(key?.description ?? "") \(place) \(Self.quoted(name))"
            found[id, default: BlockedAttribute(key: key, judge: judge, place: place, name: name)]
              .count += count
            found[id]?.beside.formUnion(names.filter(allowed.contains))
          }
        }
      }
    }
    // A rule takes the attribute from all events of a name, and of all commerce events.
    let groups = Dictionary(grouping: found.sorted { $0.key < $1.key }.map(\.value)) { attribute in
      "\(attribute.key?.scope ?? "") \(attribute.place) \(Self.quoted(attribute.name))"
    }
    var forms = NameForms()
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      addAttribute(group, sketches.versions, &forms)
    }
  }

  private mutating func addAttribute(
    _ group: [BlockedAttribute], _ versions: DataPlanVersions, _ forms: inout NameForms
  ) {
    let (name, place, key) = (group[0].name, group[0].place, group[0].key)
    guard let form = forms[name] else { return }
    let count = group.reduce(0) { $0 + $1.count }
    let owner = key.map { " of \($0.description)" } ?? ""
    let subject = "\(place.noun) \(Self.show(name))\(owner) (\(count.grouped))"
    var targets: Set<[UInt8]> = []
    var differences = 0
    for attribute in group {
      let plan = versions.plans[attribute.judge]
      guard case .only(let allowed) = plan.attributes(at: place, of: attribute.key) else { return }
      var near: [(differences: Int, name: [UInt8])] = []
      for planned in allowed {
        guard let other = forms[planned], let apart = form.differences(from: other) else {
          continue
        }
        near.append((apart, planned))
      }
      near.sort { ($0.differences, Self.quoted($0.name)) < ($1.differences, Self.quoted($1.name)) }
      guard let nearest = near.first else { return }
      let planned = Self.show(nearest.name)
      if let beside = near.first(where: { attribute.beside.contains($0.name) }) {
        return doubt("\(subject) stands beside the planned \(Self.show(beside.name))")
      }
      if near.count > 1, near[1].differences == nearest.differences {
        return doubt("\(subject) is as near \(planned) as \(Self.show(near[1].name))")
      }
      // Of a short name or one much changed nothing but the name could tell.
      guard nearest.differences < 2 || form.length > 9 else {
        return doubt("\(subject) is near \(planned), but not evidently")
      }
      differences = max(differences, nearest.differences)
      targets.insert(nearest.name)
    }
    guard targets.count == 1, let target = targets.first else {
      return doubt("\(subject) is near different planned ones")
    }
    let isListedElsewhere = versions.plans.contains { plan in
      guard let key else { return plan.userAttributes.lists(name) }
      return plan.events.contains { other, event in
        other.scope == key.scope
          && [event.attributes, event.productAttributes, event.impressionAttributes]
            .contains { $0.lists(name) }
      }
    }
    guard !isListedElsewhere, String(validating: name, as: UTF8.self) != nil else {
      return doubt("\(subject) is planned elsewhere, and a rule would take both")
    }
    let renaming = "{\(Self.quoted(name)):\(Self.quoted(target))}"
    let rule: String
    if let key, let event = key.name {
      let on = Self.selector(key.isScreen ? "screen_view" : "custom_event", event)
      rule = "{\"on\":\(on),\"rename-attribute\":\(renaming)}"
    } else if key != nil {
      rule = "{\"on\":\"commerce_event:*\",\"rename-attribute\":\(renaming)}"
    } else {
      rule = "{\"rename-user-attribute\":\(renaming)}"
    }
    let apart =
      differences == 0 ? "the same but for case and separators" : differences.counted("difference")
    add(rule, "\(subject) is \(Self.show(target)): \(apart), never beside it")
  }
}

extension EventKey {
  /// The events that a rule for attributes of this one takes.
  fileprivate var scope: String {
    name.map {
      "\(isScreen ? "screen_view" : "custom_event"):\(String(decoding: $0, as: UTF8.self))"
    }
      ?? "commerce_event"
  }
}

extension AllowedNames {
  /// Whether a name is listed, and not just allowed like any other.
  fileprivate func lists(_ name: [UInt8]) -> Bool {
    if case .only(let names) = self { names.contains(name) } else { false }
  }
}
