import PipeCommon

/// `--rename-attribute OLD=NEW`: gives a custom attribute of events and products another name.
///
/// Where the new name stands already, nothing is changed.
struct RenameAttribute: Operation {
  let label: String
  private let old: [UInt8]
  private let new: [UInt8]

  init(_ argument: String) throws(UsageError) {
    let (old, new) = try OptionValue.pair(
      argument, separatedBy: "=", "--rename-attribute", "OLD=NEW, two attribute names")
    self.old = Array(old.utf8)
    self.new = Array(new.utf8)
    label = "--rename-attribute \(argument)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    for event in scope.events {
      for attributes in document.customAttributes(of: event) {
        guard document.child(attributes, named: old) != nil else { continue }
        tally.matched += 1
        guard document.child(attributes, named: new) == nil else { continue }
        for member in document.children(attributes) where document.keyEquals(member, old) {
          document.rename(member, to: new)
        }
        tally.changed += 1
      }
    }
    return tally
  }
}

extension Document {
  /// The `custom_attributes` objects of an event and of the products in it.
  mutating func customAttributes(of event: Node) -> [Node] {
    guard let data = child(event, named: "data") else { return [] }
    var owners = [data]
    for list in ["product_action", "shopping_cart"] {
      owners += products(of: child(data, named: list))
    }
    if let impressions = child(data, named: "product_impressions") {
      for impression in children(impressions) { owners += products(of: impression) }
    }
    return owners.compactMap { child($0, named: "custom_attributes") }
  }

  private mutating func products(of owner: Node?) -> [Node] {
    guard let products = child(owner, named: "products") else { return [] }
    return children(products)
  }
}
