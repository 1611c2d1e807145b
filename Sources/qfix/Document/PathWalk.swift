import PipeCommon

extension Document {
  /// What an operation finds at the end of a path.
  enum Target {
    /// A value that is there.
    case present(Node)
    /// A member that is not; its parent is an object.
    case missing(parent: Node, key: [UInt8])
    /// A value of a type that has no such place.
    case blocked
  }

  /// Finds every place a path names among the events in scope.
  ///
  /// - Parameter makesParents: whether missing and null parents become objects on the way.
  mutating func targets(
    of path: JSONPath, in scope: EventScope, makingParents makesParents: Bool = false
  ) -> [Target] {
    var targets: [Target] = []
    // An operation on the batch applies if one of its events is in scope.
    guard path.isInsideEvents || scope.includesBatch else { return targets }
    walk(path.steps[...], root, scope, makesParents, &targets)
    return targets
  }

  private mutating func walk(
    _ steps: ArraySlice<JSONPath.Step>, _ node: Node, _ scope: EventScope, _ makesParents: Bool,
    _ targets: inout [Target]
  ) {
    guard let step = steps.first else { return targets.append(.present(node)) }
    let rest = steps.dropFirst()
    switch step {
    case .each:
      for child in children(node) where scope.admits(child, self) {
        walk(rest, child, scope, makesParents, &targets)
      }
    case .index(let index):
      guard kind(node) == .array else { return targets.append(.blocked) }
      let elements = children(node)
      let place = index < 0 ? elements.count + index : index
      guard elements.indices.contains(place), scope.admits(elements[place], self) else { return }
      walk(rest, elements[place], scope, makesParents, &targets)
    case .key(let key):
      if kind(node) == .null, makesParents, canMake(rest) { replace(node, with: Array("{}".utf8)) }
      guard kind(node) == .object else { return targets.append(.blocked) }
      if let child = child(node, named: key) {
        walk(rest, child, scope, makesParents, &targets)
      } else if rest.isEmpty {
        targets.append(.missing(parent: node, key: key))
      } else if makesParents, canMake(rest) {
        walk(rest, append(key, Array("{}".utf8), to: node), scope, makesParents, &targets)
      }
    }
  }

  /// Only members can be made; an element that is not there cannot.
  private func canMake(_ steps: ArraySlice<JSONPath.Step>) -> Bool {
    steps.allSatisfy { if case .key = $0 { true } else { false } }
  }
}
