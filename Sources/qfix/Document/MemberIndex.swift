/// An object's members by name, made where many names are looked for in a wide object: comparing
/// each name with each key would take names times keys.
struct MemberIndex {
  /// How many lookups, each of which walks along the members, come before an index is made.
  static let patience: UInt8 = 16
  /// A narrower object needs none.
  static let smallest: Int32 = 32

  /// The last member of each name, as it counts.
  private var nodes: [[UInt8]: Int] = [:]
  /// Whether every name stands there once, so that members can go and be renamed.
  private(set) var isUnique = true

  subscript(name: [UInt8]) -> Int? { nodes[name] }

  var count: Int { nodes.count }

  mutating func add(_ node: Int, _ name: [UInt8]) {
    if nodes.updateValue(node, forKey: name) != nil { isUnique = false }
  }

  mutating func remove(_ name: [UInt8]) { nodes[name] = nil }
}
