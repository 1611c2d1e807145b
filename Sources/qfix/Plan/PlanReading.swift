import PipeCommon

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
}
