import PipeCommon

/// Where attributes stand that a plan can block.
enum AttributePlace: CaseIterable {
  case event, product, impression, user

  /// The way through a data point's definition, as `AllowedNames` goes it.
  var path: [String] {
    switch self {
    case .event: ["data", "custom_attributes"]
    case .product: ["data", "product_action", "products", "[]", "custom_attributes"]
    case .impression:
      ["data", "product_impressions", "[]", "products", "[]", "custom_attributes"]
    case .user: []
    }
  }

  /// What they are called in messages.
  var noun: String {
    switch self {
    case .event: "event attribute"
    case .product, .impression: "product attribute"
    case .user: "user attribute"
    }
  }
}

extension DataPlan {
  /// The attributes that are allowed at a place; of users where there is no event.
  func attributes(at place: AttributePlace, of key: EventKey?) -> AllowedNames {
    guard let key else { return blocks.userAttributes ? userAttributes : .all }
    guard blocks.eventAttributes, let event = event(key) else { return .all }
    return switch place {
    case .event: event.attributes
    case .product: event.productAttributes
    case .impression: event.impressionAttributes
    case .user: .all
    }
  }
}

extension Document {
  /// The objects in which an event has its attributes.
  mutating func attributeOwners(of event: Node, at place: AttributePlace) -> [Node] {
    let data = child(event, named: .data)
    var owners: [Node] = []
    switch place {
    case .event: owners = [data].compactMap { $0 }
    case .product: owners = products(of: child(data, named: .productAction))
    case .impression:
      let list = child(data, named: .productImpressions)
      for impression in list.map({ children($0) }) ?? [] { owners += products(of: impression) }
    case .user: break
    }
    return owners.compactMap { child($0, named: .customAttributes) }
  }
}
