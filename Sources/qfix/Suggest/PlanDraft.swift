import PipeCommon

/// A plan file with what it does not have yet, in the shape it came.
struct PlanDraft {
  /// What is added to a version: events, and attributes with the types of their values.
  private struct Addition {
    var events: Set<EventKey> = []
    var attributes: [Target: [[UInt8]: Set<String>]] = [:]
  }

  private struct Target: Hashable {
    let key: EventKey?
    let place: AttributePlace
    var text: String { "\(key?.description ?? "") \(place)" }
  }

  private var additions: [Int: Addition] = [:]

  /// Takes whatever a plan would block.
  init(_ sketches: Sketches) {
    sketches.visit { document, _ in
      let judge = sketches.versions.judge(of: document.planNaming())
      let plan = sketches.versions.plans[judge]
      let event = EventScope(&document, []).all.first
      let key = event.flatMap { document.planKey(of: $0)?.key }
      if event != nil, key == nil { return }
      let isNew = key.map { plan.event($0) == nil } ?? false
      if isNew, let key { additions[judge, default: Addition()].events.insert(key) }
      for place in AttributePlace.allCases where (place == .user) == (key == nil) {
        let allowed = isNew ? AllowedNames.only([]) : plan.attributes(at: place, of: key)
        let user = document.child(document.root, named: .userAttributes)
        let owners =
          event.map { document.attributeOwners(of: $0, at: place) } ?? [user].compactMap { $0 }
        for owner in owners {
          for child in document.children(owner) where !allowed.contains(document.key(child)) {
            additions[judge, default: Addition()]
              .attributes[Target(key: key, place: place), default: [:]][
                document.key(child), default: []
              ].insert(document.kind(child).schemaType)
          }
        }
      }
    }
  }

  /// How many events and attributes are added.
  var count: (events: Int, attributes: Int) {
    additions.values.reduce((0, 0)) { sum, addition in
      (
        sum.0 + addition.events.count,
        sum.1 + addition.attributes.values.reduce(0) { $0 + $1.count }
      )
    }
  }

  /// The file with the additions, on one line.
  func text(_ file: [UInt8], _ versions: DataPlanVersions) throws(UsageError) -> [UInt8] {
    let json = try RulesFile.json(file, versions.file)
    var document = Document(json.view, reusing: DocumentStorage())
    let lists = document.pointLists()
    for (judge, addition) in additions.sorted(by: { $0.key < $1.key }) {
      let place = versions.plans[judge].label.place
      if lists.indices.contains(place) { Self.add(addition, to: lists[place], &document) }
    }
    return document.text(document.root) + [UInt8(ascii: "\n")]
  }

  private static func add(
    _ addition: Addition, to points: Document.Node, _ document: inout Document
  ) {
    let new = addition.events.sorted { $0.description < $1.description }.map(\.point)
    if !new.isEmpty {
      var text = document.text(points)
      text.removeLast()
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      document.replace(points, with: text + Array("\(new.joined(separator: ","))]".utf8))
    }
    var definitions: [EventKey?: Document.Node] = [:]
    for point in document.children(points) {
      let validator = document.child(point, named: MemberName("validator"))
      guard let match = document.child(point, named: MemberName("match")),
        let type = document.string(document.child(match, named: MemberName("type"))),
        let definition = document.child(validator, named: MemberName("definition"))
      else { continue }
      var criteria: [String: [UInt8]] = [:]
      let node = document.child(match, named: MemberName("criteria"))
      for name in ["custom_event_type", "event_name", "screen_name", "action"] {
        criteria[name] = document.string(document.child(node, named: MemberName(name)))
      }
      let key = EventKey(type: type) { criteria[$0] }
      guard key != nil || type == Array("user_attributes".utf8) else { continue }
      // Of two points for users the last one counts; of two for an event both do.
      if key == nil || definitions[key] == nil { definitions[key] = definition }
    }
    for event in addition.events {
      if let node = definitions[event] {
        _ = document.schema(at: AttributePlace.event.path, in: node)
      }
    }
    for (target, names) in addition.attributes.sorted(by: { $0.key.text < $1.key.text }) {
      guard let definition = definitions[target.key] else { continue }
      let schema = document.schema(at: target.place.path, in: definition)
      let properties = document.object(named: "properties", in: schema)
      for (name, types) in names.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        let list = types.sorted().map { "\"\($0)\"" }
        let type = list.count == 1 ? list[0] : "[\(list.joined(separator: ","))]"
        document.append(MemberName(name), Array("{\"type\":\(type)}".utf8), to: properties)
      }
    }
  }
}

extension EventKey {
  /// A data point for the event, with nothing in it yet.
  fileprivate var point: String {
    func point(_ type: String, _ criteria: (String, [UInt8])...) -> String {
      let criteria = criteria.map { "\"\($0.0)\":\(RuleDraft.quoted($0.1))" }
      return """
        {"description":"","match":{"type":"\(type)","criteria":{\(criteria.joined(separator: ","))}},\
        "validator":{"type":"json_schema","definition":{"type":"object"}}}
        """
    }
    return switch self {
    case .customEvent(let type, let name):
      point("custom_event", ("event_name", name), ("custom_event_type", type))
    case .screenView(let name): point("screen_view", ("screen_name", name))
    case .productAction(let action): point("product_action", ("action", action))
    case .promotionAction(let action): point("promotion_action", ("action", action))
    case .productImpression: point("product_impression")
    }
  }
}

extension JSONKind {
  /// What a schema calls it.
  fileprivate var schemaType: String {
    switch self {
    case .string: "string"
    case .number: "number"
    case .true, .false: "boolean"
    case .null: "null"
    case .object: "object"
    case .array: "array"
    }
  }
}

extension Document {
  /// The `data_points` of each version that has some, as `DataPlanFile` reads them.
  fileprivate mutating func pointLists() -> [Node] {
    func named(_ name: String) -> MemberName { MemberName(name) }
    var versions = [root]
    if let sdk = child(root, named: named("dtpn")), kind(sdk) == .object {
      versions = [child(sdk, named: named("vers"))].compactMap { $0 }
    } else if let list = child(root, named: named("data_plan_versions")) {
      versions = children(list)
    }
    var lists: [Node] = []
    for version in versions {
      var document = version
      if let inner = child(version, named: named("version_document")), kind(inner) == .object {
        document = inner
      }
      guard let points = child(document, named: named("data_points")), kind(points) == .array else {
        continue
      }
      lists.append(points)
    }
    return lists
  }

  /// The schema at the end of a path through properties, made where it is missing; then it allows
  /// nothing but what will be listed.
  fileprivate mutating func schema(at path: [String], in definition: Node) -> Node {
    var node = definition
    for (place, step) in path.enumerated() {
      let owner = step == "[]" ? node : object(named: "properties", in: node)
      let isLast = place == path.count - 1
      node = object(
        named: step == "[]" ? "items" : step, in: owner,
        isLast ? "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}" : "{}")
    }
    return node
  }

  /// An object's member that is an object, made where it is missing.
  fileprivate mutating func object(
    named name: String, in node: Node, _ text: String = "{}"
  ) -> Node {
    let name = MemberName(name)
    guard let found = child(node, named: name) else {
      return append(name, Array(text.utf8), to: node)
    }
    if kind(found) != .object { replace(found, with: Array(text.utf8)) }
    return found
  }
}
