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

  /// Whether the plan has a say on the attributes of products.
  var hasProducts: Bool {
    switch self {
    case .productAction, .productImpression: true
    case .customEvent, .screenView, .promotionAction: false
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
  private(set) var attributes: AllowedNames
  /// The attributes that are listed, also where others are allowed.
  private(set) var listed: Set<[UInt8]>
  /// Attributes of the products of an action.
  private(set) var productAttributes: AllowedNames
  /// Attributes of the products of impressions, which may stand beside an action.
  private(set) var impressionAttributes: AllowedNames

  /// Reads the validator's `definition`; without one everything is allowed.
  init(_ key: EventKey, _ definition: JSONNode?, _ view: JSONView) {
    let properties = definition.flatMap { view.member($0, named: "properties")?.value }
    let data = properties.flatMap { view.member($0, named: "data")?.value }
    func allowed(_ path: String...) -> AllowedNames {
      AllowedNames(at: path + ["custom_attributes"], in: data, view)
    }
    attributes = allowed()
    listed = view.listedNames(at: ["custom_attributes"], in: data)
    productAttributes = key.hasProducts ? allowed("product_action", "products", "[]") : .all
    impressionAttributes =
      key.hasProducts ? allowed("product_impressions", "[]", "products", "[]") : .all
  }

  /// Two data points for one event: what either allows.
  func union(_ other: PlannedEvent) -> PlannedEvent {
    var both = self
    both.attributes = attributes.union(other.attributes)
    both.listed = listed.union(other.listed)
    both.productAttributes = productAttributes.union(other.productAttributes)
    both.impressionAttributes = impressionAttributes.union(other.impressionAttributes)
    return both
  }
}
