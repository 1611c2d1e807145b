import PipeCommon

/// The text of a rules file as it is found, with the evidence for each rule.
struct RuleDraft {
  private(set) var rules: [String] = []
  private(set) var evidence: [String] = []
  /// Names that are near a planned one, and why that does not decide.
  private(set) var unclear: [String] = []

  /// The file: a rule a line.
  var text: [UInt8] {
    Array("[\(rules.isEmpty ? "" : "\n  ")\(rules.joined(separator: ",\n  "))\n]\n".utf8)
  }

  mutating func add(_ rule: String, _ evidence: String) {
    rules.append(rule)
    self.evidence.append(evidence)
  }

  mutating func doubt(_ text: String) { unclear.append(text) }

  static func show(_ name: [UInt8]) -> String { "'\(String(decoding: name, as: UTF8.self))'" }

  /// A name as JSON.
  static func quoted(_ name: [UInt8]) -> String {
    String(decoding: JSONString.encode(name.span), as: UTF8.self)
  }

  /// The selector of events of exactly this name.
  static func selector(_ type: String, _ name: [UInt8]) -> String {
    var pattern = Array("\(type):".utf8)
    for byte in name {
      if "*?[\\".utf8.contains(byte) { pattern.append(UInt8(ascii: "\\")) }
      pattern.append(byte)
    }
    return quoted(pattern)
  }
}

// MARK: Events

extension RuleDraft {
  /// Adds the rules for events that are planned ones misspelt.
  mutating func addEvents(_ sketches: Sketches) {
    var events: [String: UnplannedEvent] = [:]
    sketches.visit { document, count in
      let judge = sketches.versions.judge(of: document.planNaming())
      guard let event = EventScope(&document, []).all.first,
        let key = document.planKey(of: event)?.key, key.name != nil,
        sketches.versions.plans[judge].event(key) == nil
      else { return }
      let id = "\(judge) \(key.description)"
      events[id, default: UnplannedEvent(key: key, judge: judge)].count += count
      for owner in document.attributeOwners(of: event, at: .event) {
        for child in document.children(owner) {
          events[id]?.attributes[document.key(child), default: 0] += count
        }
      }
      if let list = document.child(document.root, named: .beside) {
        for number in document.children(list) {
          if let number = Int(String(decoding: document.text(number), as: UTF8.self)) {
            events[id]?.beside.insert(number)
          }
        }
      }
    }
    var matchers = sketches.versions.plans.map { EventMatcher($0) }
    // A rule takes a name, of whatever custom type and version: all that has it must agree.
    let names = Dictionary(grouping: events.sorted { $0.key < $1.key }.map(\.value)) { event in
      "\(event.key.isScreen ? "screen_view" : "custom_event") \(String(decoding: event.key.name ?? [], as: UTF8.self))"
    }
    for (_, group) in names.sorted(by: { $0.key < $1.key }) {
      addEvent(group, group.map { matchers[$0.judge].matches(of: $0) }, sketches.versions)
    }
  }

  private mutating func addEvent(
    _ group: [UnplannedEvent], _ matches: [[EventMatch]], _ versions: DataPlanVersions
  ) {
    guard let name = group[0].key.name, matches.contains(where: { !$0.isEmpty }) else { return }
    let count = group.reduce(0) { $0 + $1.count }
    let subject = "\(Self.show(name)) (\(count.grouped))"
    var targets: Set<[UInt8]> = []
    var types: [[UInt8]: [UInt8]] = [:]
    for (event, matches) in zip(group, matches) {
      guard let match = matches.first else {
        return doubt("\(subject) is near a planned event, but not as every custom type of it")
      }
      let planned = "\(match.planned.description)"
      guard match.isEvident else {
        return doubt("\(subject) is near \(planned), but not evidently: \(match.evidence)")
      }
      if let other = matches.dropFirst().first, !match.isClearly(before: other) {
        return doubt("\(subject) is as near \(planned) as \(other.planned.description)")
      }
      guard let target = match.planned.name else { return }
      targets.insert(target)
      if let type = event.key.customType, let right = match.planned.customType, type != right {
        if types.updateValue(right, forKey: type) ?? right != right {
          return doubt("\(subject) is meant differently in different versions of the plan")
        }
      }
    }
    guard targets.count == 1, let target = targets.first else {
      return doubt("\(subject) is another event with each custom type")
    }
    let isScreen = group[0].key.isScreen
    let isPlanned = versions.plans.contains { plan in
      plan.events.keys.contains { $0.name == name && $0.isScreen == isScreen }
    }
    if isPlanned, target != name {
      return doubt("\(subject) is planned with another custom type, and a rule would take both")
    }
    guard String(validating: name, as: UTF8.self) != nil else { return }
    var members = ["\"on\":\(Self.selector(isScreen ? "screen_view" : "custom_event", name))"]
    if target != name {
      members.append("\"rename-event\":{\(Self.quoted(name)):\(Self.quoted(target))}")
    }
    if !types.isEmpty {
      let table = types.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }.joined(separator: ",")
      members.append("\"map\":{\".events[].data.custom_event_type\":{\(table)}}")
    }
    let match = matches[0][0]
    add(
      "{\(members.joined(separator: ","))}",
      "\(subject) is \(match.planned.description): \(match.evidence)")
  }
}

extension EventMatch {
  /// Whether it leaves no doubt about the other.
  fileprivate func isClearly(before other: EventMatch) -> Bool {
    let isFitter = weight >= other.weight + 0.4
    if other.isEvident {
      return isFitter || differences < other.differences && weight >= other.weight
    }
    return differences < other.differences || isFitter
  }
}
