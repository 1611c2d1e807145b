import PipeCommon

/// By what a data plan knows an event: exactly, case counts.
enum EventKey: Hashable {
  case customEvent(type: [UInt8], name: [UInt8])
  case screenView(name: [UInt8])
  case productAction([UInt8])
  case promotionAction([UInt8])
  case productImpression

  /// The key of a data point's `match`; `nil` if it is about something else.
  init?(type: [UInt8], _ criterion: (String) -> [UInt8]?) {
    switch String(decoding: type, as: UTF8.self) {
    case "custom_event":
      guard let type = criterion("custom_event_type"), let name = criterion("event_name") else {
        return nil
      }
      self = .customEvent(type: type, name: name)
    case "screen_view":
      guard let name = criterion("screen_name") else { return nil }
      self = .screenView(name: name)
    case "product_action":
      guard let action = criterion("action") else { return nil }
      self = .productAction(action)
    case "promotion_action":
      guard let action = criterion("action") else { return nil }
      self = .promotionAction(action)
    case "product_impression":
      self = .productImpression
    default:
      return nil
    }
  }

  /// Where the products are to which the plan's product attributes apply, from `data` on.
  var productsPath: [String]? {
    switch self {
    case .productAction: ["product_action", "products", "[]"]
    case .productImpression: ["product_impressions", "[]", "products", "[]"]
    case .customEvent, .screenView, .promotionAction: nil
    }
  }
}

extension EventKey: CustomStringConvertible {
  /// Like a selector of `--on`, as far as there is one.
  var description: String {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    return switch self {
    case .customEvent(let type, let name): "custom_event:\(text(name)) (\(text(type)))"
    case .screenView(let name): "screen_view:\(text(name))"
    case .productAction(let action): "product_action \(text(action))"
    case .promotionAction(let action): "promotion_action \(text(action))"
    case .productImpression: "product_impression"
    }
  }
}

/// What a data plan allows in an event.
struct PlannedEvent {
  var attributes: AllowedNames
  var productAttributes: AllowedNames

  /// Reads the validator's `definition`; without one everything is allowed.
  init(_ key: EventKey, _ definition: JSONNode?, _ view: JSONView) {
    let properties = definition.flatMap { view.member($0, named: "properties")?.value }
    let data = properties.flatMap { view.member($0, named: "data")?.value }
    attributes = AllowedNames(at: ["custom_attributes"], in: data, view)
    productAttributes =
      key.productsPath.map {
        AllowedNames(at: $0 + ["custom_attributes"], in: data, view)
      } ?? .all
  }

  /// Two data points for one event: what either allows.
  func union(_ other: PlannedEvent) -> PlannedEvent {
    var both = self
    both.attributes = attributes.union(other.attributes)
    both.productAttributes = productAttributes.union(other.productAttributes)
    return both
  }
}
