import PipeCommon

/// `--rename-attribute OLD=NEW` and `--rename-user-attribute OLD=NEW`: gives a custom attribute of
/// events and products, or one of users, another name.
struct RenameAttribute: Operation {
  enum Owner {
    case events, users
  }

  let label: String
  private let owner: Owner
  private let old: MemberName
  private let new: MemberName

  var obstacle: String { "the new name is there already" }
  var concernsEvents: Bool { owner == .events }

  init(_ old: String, _ new: String, of owner: Owner) {
    self.owner = owner
    self.old = MemberName(old)
    self.new = MemberName(new)
    label = "--rename-\(owner == .users ? "user-" : "")attribute \(old)=\(new)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    var renaming = Renaming(old, to: new)
    for owner in owners(&document, scope) {
      guard let member = document.child(owner, named: old) else { continue }
      tally += renaming.rename(member, &document)
    }
    return tally
  }

  func miss(in document: inout Document, _ scope: EventScope) -> Miss? {
    let owners = owners(&document, scope)
    return Miss(step: 0, wanted: old.bytes, found: document.keys(of: owners))
  }

  /// The objects whose members are attributes.
  private func owners(_ document: inout Document, _ scope: EventScope) -> [Document.Node] {
    switch owner {
    case .events:
      return scope.events.flatMap { document.customAttributes(of: $0) }
    case .users:
      guard scope.includesBatch else { return [] }
      return document.child(document.root, named: .userAttributes).map { [$0] } ?? []
    }
  }
}

extension Document {
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
