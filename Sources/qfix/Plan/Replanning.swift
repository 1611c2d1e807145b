import PipeCommon

/// What is to become of data that the plan would block again.
enum StillBlocked: String, CaseIterable {
  case report, strip, reject
}

/// `--plan-file`: checks each batch, as fixed, against a data plan, and counts what it would block.
struct Replanning {
  private let plan: DataPlan
  private let action: StillBlocked
  private(set) var counts = StillBlockedCounts()

  /// What was found in the current batch first, in words; `nil` if nothing was.
  private(set) var finding: String?

  init(_ plan: DataPlan, _ action: StillBlocked) {
    self.plan = plan
    self.action = action
  }

  /// What the plan is called in messages.
  var planName: String { plan.name ?? "the plan" }

  /// Whether a batch with a finding is refused.
  var rejects: Bool { action == .reject }

  /// Whether findings are taken away.
  var strips: Bool { action == .strip }

  /// Checks a batch, and strips it if that is wanted.
  ///
  /// - Returns: whether events were taken away.
  mutating func apply(to document: inout Document) -> Bool {
    finding = nil
    let plan = plan
    let events = EventScope(&document, []).all
    var lostEvents = false
    for event in events where !check(event, &document) {
      if strips {
        document.remove(event)
        lostEvents = true
      }
    }
    if plan.blocks.userAttributes {
      check(\.userAttributes, "user attribute", in: .userAttributes, &document) {
        plan.userAttributes.contains($0)
      }
    }
    if plan.blocks.identities {
      check(\.userIdentities, "user identity", in: .userIdentities, &document) {
        plan.allowsIdentity($0)
      }
    }
    if finding != nil { counts.batches += 1 }
    return lostEvents
  }

  /// - Returns: whether the event itself would pass.
  private mutating func check(_ event: Document.Node, _ document: inout Document) -> Bool {
    guard let reading = document.planKey(of: event) else { return true }
    guard let key = reading.key, let planned = plan.event(key) else {
      guard plan.blocks.events else { return true }
      note(\.events, "event", Array(reading.description.utf8))
      return false
    }
    guard plan.blocks.eventAttributes else { return true }
    let data = document.child(event, named: .data)
    check(
      \.eventAttributes, "event attribute", planned.attributes,
      document.child(data, named: .customAttributes), &document)
    for product in document.products(of: key, in: data) {
      check(
        \.productAttributes, "product attribute", planned.productAttributes,
        document.child(product, named: .customAttributes), &document)
    }
    return true
  }

  private mutating func check(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String,
    _ allowed: AllowedNames, _ object: Document.Node?, _ document: inout Document
  ) {
    guard case .only = allowed, let object, document.kind(object) == .object else { return }
    check(place, noun, members: object, &document) { allowed.contains($0) }
  }

  private mutating func check(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String, in member: MemberName,
    _ document: inout Document, _ isAllowed: ([UInt8]) -> Bool
  ) {
    guard let object = document.child(document.root, named: member) else { return }
    check(place, noun, members: object, &document, isAllowed)
  }

  private mutating func check(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String,
    members object: Document.Node, _ document: inout Document, _ isAllowed: ([UInt8]) -> Bool
  ) {
    for child in document.children(object) {
      let name = document.name(of: child, in: object)
      guard !isAllowed(name) else { continue }
      note(place, noun, name)
      if strips { document.remove(child) }
    }
  }

  private mutating func note(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String, _ name: [UInt8]
  ) {
    counts[keyPath: place].add(name)
    if finding == nil { finding = "\(noun) '\(String(decoding: name, as: UTF8.self))'" }
  }
}

extension Document {
  /// How a plan sees an event.
  struct PlanReading {
    /// `nil` if the event lacks what it would be known by, so that no plan can have it.
    let key: EventKey?
    let description: String
  }

  /// By what a plan would know an event; `nil` if no plan can hold such events.
  mutating func planKey(of event: Node) -> PlanReading? {
    guard let type = string(child(event, named: .eventType)) else { return nil }
    let data = child(event, named: .data)
    let typeName = String(decoding: type, as: UTF8.self)
    var match = typeName
    var owner = data
    if typeName == "commerce_event" {
      // The first that is there decides.
      let names = ["product_action", "promotion_action", "product_impressions"]
      guard let name = names.first(where: { isThere(data, MemberName($0)) }) else { return nil }
      match = name == "product_impressions" ? "product_impression" : name
      if match != "product_impression" { owner = child(data, named: MemberName(name)) }
    } else if typeName != "custom_event", typeName != "screen_view" {
      return nil
    }
    var criteria: [String: [UInt8]] = [:]
    for name in ["custom_event_type", "event_name", "screen_name", "action"] {
      criteria[name] = string(child(owner, named: MemberName(name)))
    }
    let key = EventKey(type: Array(match.utf8)) { criteria[$0] }
    return PlanReading(key: key, description: key?.description ?? "\(match) without a name")
  }

  private mutating func isThere(_ data: Node?, _ name: MemberName) -> Bool {
    child(data, named: name).map { kind($0) != .null } ?? false
  }

  /// The products of an event to which a plan's product attributes apply.
  mutating func products(of key: EventKey, in data: Node?) -> [Node] {
    switch key {
    case .productAction: products(of: child(data, named: .productAction))
    case .productImpression:
      child(data, named: .productImpressions).map { list in
        children(list).flatMap { products(of: $0) }
      } ?? []
    case .customEvent, .screenView, .promotionAction: []
    }
  }
}
