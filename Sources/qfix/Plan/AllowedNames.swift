import PipeCommon

/// The names that a part of a data plan allows.
enum AllowedNames {
  case all
  /// By their decoded bytes, so that no name is special.
  case only(Set<[UInt8]>)

  func contains(_ name: [UInt8]) -> Bool {
    switch self {
    case .all: true
    case .only(let names): names.contains(name)
    }
  }

  /// What either of two parts allows.
  func union(_ other: AllowedNames) -> AllowedNames {
    guard case .only(let one) = self, case .only(let other) = other else { return .all }
    return .only(one.union(other))
  }

  /// The names among an object schema's `properties`, if it allows no others.
  ///
  /// Anything but exactly `"additionalProperties": false` allows all.
  init(_ schema: JSONNode, _ view: JSONView) {
    guard view.forbidsOthers(schema) else {
      self = .all
      return
    }
    var names: Set<[UInt8]> = []
    if let properties = view.member(schema, named: "properties")?.value {
      view.forEachMember(properties) { (key, _) throws(Never) in names.insert(Array(copying: key)) }
    }
    self = .only(names)
  }

  /// The names allowed at the end of a path through schemas.
  ///
  /// Where the path breaks off, the last schema on it decides: with `"additionalProperties": false`
  /// it forbids what it does not list, and so every name below; else it allows all.
  ///
  /// - Parameter path: names of properties; `[]` goes to the `items` of a list.
  init(at path: [String], in schema: JSONNode?, _ view: JSONView) {
    guard var node = schema, view.kind(node) == .object else {
      self = .all
      return
    }
    for step in path {
      let next: JSONNode?
      if step == "[]" {
        next = view.member(node, named: "items")?.value
      } else {
        let properties = view.member(node, named: "properties")?.value
        next = properties.flatMap { view.member($0, named: step)?.value }
      }
      guard let next else {
        self = step != "[]" && view.forbidsOthers(node) ? .only([]) : .all
        return
      }
      node = next
    }
    self.init(node, view)
  }
}

extension JSONView {
  /// The names that the schema at the end of a path lists, whether or not it allows others.
  func listedNames(at path: [String], in schema: JSONNode?) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var node = schema
    for step in path + [""] {
      let properties = node.flatMap { member($0, named: "properties")?.value }
      if step.isEmpty, let properties {
        forEachMember(properties) { (key, _) throws(Never) in names.insert(Array(copying: key)) }
      }
      node = properties.flatMap { member($0, named: step)?.value }
    }
    return names
  }

  /// Whether an object schema allows only what it lists.
  fileprivate func forbidsOthers(_ schema: JSONNode) -> Bool {
    guard let value = member(schema, named: "additionalProperties")?.value else { return false }
    return text(value) == "false"
  }
}
