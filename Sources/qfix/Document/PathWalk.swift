import PipeCommon

extension Document {
  /// What an operation finds at the end of a path.
  enum Target {
    /// A value that is there.
    case present(Node)
    /// A member, named as the path ends, that is not; its parent is an object.
    case missing(parent: Node)
    /// A value of a type that has no such place.
    case blocked
  }

  /// Finds every place a path names among the events in scope.
  ///
  /// - Parameter makesParents: whether missing and null parents become objects on the way.
  mutating func targets(
    of path: JSONPath, in scope: EventScope, makingParents makesParents: Bool = false
  ) -> [Target] {
    // An operation on the batch applies if one of its events is in scope.
    guard path.isInsideEvents || scope.includesBatch else { return [] }
    return targets(of: path, from: 0, at: root, in: scope, makingParents: makesParents)
  }

  /// The same for the rest of a path, from a node on.
  mutating func targets(
    of path: JSONPath, from step: Int, at node: Node, in scope: EventScope,
    makingParents makesParents: Bool = false
  ) -> [Target] {
    var walk = PathWalk(path: path, scope: scope, makesParents: makesParents)
    walk.targets.reserveCapacity(path.isInsideEvents ? scope.events.count : 1)
    walk.visit(node, step, &self)
    return walk.targets
  }

  /// The values that are there, and how often something of another type stands in the way.
  mutating func nodes(at path: JSONPath, in scope: EventScope) -> (nodes: [Node], blocked: Tally) {
    var blocked = Tally()
    let nodes: [Node] = targets(of: path, in: scope).compactMap { target in
      switch target {
      case .present(let node): return node
      case .missing: return nil
      case .blocked:
        blocked += Tally(matched: 1, leftAlone: 1)
        return nil
      }
    }
    return (nodes, blocked)
  }

  /// Puts other values in the place of those that are there.
  ///
  /// - Parameter body: gives a value's new text, or `nil` if it has none.
  mutating func convert(
    _ path: JSONPath, in scope: EventScope, _ body: (Node, borrowing Document) -> [UInt8]?
  ) -> Tally {
    var (nodes, tally) = nodes(at: path, in: scope)
    for node in nodes {
      tally.matched += 1
      guard let text = body(node, self) else {
        tally.leftAlone += 1
        continue
      }
      guard !value(node, equals: text) else { continue }
      replace(node, with: text)
      tally.changed += 1
    }
    return tally
  }
}

/// One walk along a path, collecting what is at its ends.
private struct PathWalk {
  let path: JSONPath
  let scope: EventScope
  let makesParents: Bool
  var targets: [Document.Target] = []

  mutating func visit(_ node: Document.Node, _ step: Int, _ document: inout Document) {
    guard step < path.steps.count else { return targets.append(.present(node)) }
    switch path.steps[step].kind {
    case .each:
      if step == 1, path.isInsideEvents {
        for event in scope.events { visit(event, step + 1, &document) }
        return
      }
      guard document.kind(node) == .object || document.kind(node) == .array else {
        return block(node, document)
      }
      var next = document.firstChild(node)
      while let child = next {
        next = document.sibling(child)
        if scope.admits(child, document) { visit(child, step + 1, &document) }
      }
    case .index(let index):
      guard document.kind(node) == .array else { return block(node, document) }
      let elements = document.children(node)
      let place = index < 0 ? elements.count + index : index
      guard elements.indices.contains(place), scope.admits(elements[place], document) else {
        return
      }
      visit(elements[place], step + 1, &document)
    case .key:
      visitMember(of: node, step, &document)
    }
  }

  /// Null is as good as nothing, and nothing is in nobody's way.
  private mutating func block(_ node: Document.Node, _ document: borrowing Document) {
    if makesParents || document.kind(node) != .null { targets.append(.blocked) }
  }

  private mutating func visitMember(
    of node: Document.Node, _ step: Int, _ document: inout Document
  ) {
    let makesThis = makesParents && path.hasOnlyKeys(after: step)
    if makesThis, document.kind(node) == .null { document.replace(node, with: Array("{}".utf8)) }
    if let child = document.child(node, named: path.steps[step].name) {
      return visit(child, step + 1, &document)
    }
    guard document.kind(node) == .object else { return block(node, document) }
    if step + 1 == path.steps.count {
      targets.append(.missing(parent: node))
    } else if makesThis {
      let child = document.append(path.steps[step].name, Array("{}".utf8), to: node)
      visit(child, step + 1, &document)
    }
  }
}

extension JSONPath {
  /// Only members can be made; an element that is not there cannot.
  fileprivate func hasOnlyKeys(after step: Int) -> Bool {
    steps[(step + 1)...].allSatisfy { $0.kind == .key }
  }
}
