/// An object's members by name, made where many names are looked for in a wide object: comparing
/// each name with each key would take names times keys.
struct MemberIndex {
  /// How many lookups, each of which walks along the members, come before an index is made.
  static let patience: UInt8 = 16
  /// A narrower object needs none.
  static let smallest: Int32 = 32

  /// The members of each name, in the order of the text.
  private var nodes: [[UInt8]: [Int]] = [:]

  /// All members of a name.
  func all(_ name: [UInt8]) -> [Int] { nodes[name] ?? [] }

  /// The last member of a name: the one that counts.
  subscript(name: [UInt8]) -> Int? { nodes[name]?.last }

  mutating func add(_ node: Int, _ name: [UInt8]) {
    nodes[name, default: []].append(node)
    // A member that was renamed may stand before others of its new name.
    if let count = nodes[name]?.count, count > 1 { nodes[name]?.sort() }
  }

  mutating func remove(_ node: Int, _ name: [UInt8]) { nodes[name]?.removeAll { $0 == node } }
}
