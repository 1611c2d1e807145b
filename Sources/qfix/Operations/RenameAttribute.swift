import PipeCommon

/// `--rename-attribute OLD=NEW` and `--rename-user-attribute OLD=NEW`: gives a custom attribute of
/// events and products, or one of users, another name.
///
/// Where the new name stands already, nothing is changed. A name that stands twice is renamed twice,
/// or the value that nobody read would come to light.
struct RenameAttribute: Operation {
  enum Owner {
    case events, users
  }

  let label: String
  private let owner: Owner
  private let old: MemberName
  private let new: MemberName

  var obstacle: String { "the new name is there already" }

  init(_ old: String, _ new: String, of owner: Owner) {
    self.owner = owner
    self.old = MemberName(old)
    self.new = MemberName(new)
    label = "--rename-\(owner == .users ? "user-" : "")attribute \(old)=\(new)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    switch owner {
    case .events:
      for event in scope.events {
        for attributes in document.customAttributes(of: event) {
          rename(in: attributes, &document, &tally)
        }
      }
    case .users where scope.includesBatch:
      if let attributes = document.child(document.root, named: .userAttributes) {
        rename(in: attributes, &document, &tally)
      }
    case .users:
      break
    }
    return tally
  }

  private func rename(in object: Document.Node, _ document: inout Document, _ tally: inout Tally) {
    guard let member = document.child(object, named: old) else { return }
    tally += document.renameAll(like: member, to: new)
  }
}

extension Document {
  /// Gives a member, and those of the same name beside it, a key that is not there yet.
  mutating func renameAll(like node: Node, to key: MemberName) -> Tally {
    guard let object = parent(of: node) else { return Tally() }
    let old = MemberName(self.key(node))
    if old == key { return Tally(matched: 1) }
    guard child(object, named: key) == nil else { return Tally(matched: 1, leftAlone: 1) }
    for member in members(of: object, named: old) { rename(member, to: key) }
    return Tally(matched: 1, changed: 1)
  }

  /// The `custom_attributes` objects of an event and of the products in it.
  mutating func customAttributes(of event: Node) -> [Node] {
    guard let data = child(event, named: .data) else { return [] }
    var owners = [data]
    for list in [MemberName.productAction, .shoppingCart] {
      owners += products(of: child(data, named: list))
    }
    if let impressions = child(data, named: .productImpressions) {
      for impression in children(impressions) { owners += products(of: impression) }
    }
    return owners.compactMap { child($0, named: .customAttributes) }
  }

  /// The elements of an object's `products`.
  mutating func products(of owner: Node?) -> [Node] {
    guard let products = child(owner, named: .products) else { return [] }
    return children(products)
  }
}
