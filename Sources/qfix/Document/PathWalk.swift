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

  /// Visits every place a path names among the events in scope: event by event, as a batch may have
  /// a million.
  ///
  /// - Parameter makesParents: whether missing and null parents become objects on the way.
  mutating func forEachTarget(
    of path: JSONPath, in scope: EventScope, makingParents makesParents: Bool = false,
    _ body: (Target, inout Document) -> Void
  ) {
    // An operation on the batch applies if one of its events is in scope.
    guard path.isInsideEvents || scope.includesBatch else { return }
    var walk = PathWalk(path: path, scope: scope, makesParents: makesParents)
    if path.isInsideEvents, path.steps[1].kind == .each {
      for event in scope.events { walk.run(from: 2, at: event, &self, body) }
    } else {
      walk.run(from: 0, at: root, &self, body)
    }
  }

  /// The same for the rest of a path, from a node on.
  mutating func forEachTarget(
    of path: JSONPath, from step: Int, at node: Node, in scope: EventScope,
    makingParents makesParents: Bool = false, _ body: (Target, inout Document) -> Void
  ) {
    var walk = PathWalk(path: path, scope: scope, makesParents: makesParents)
    walk.run(from: step, at: node, &self, body)
  }

  /// Visits the values that are there.
  ///
  /// - Returns: how often something of another type stands in the way.
  mutating func forEachNode(
    at path: JSONPath, in scope: EventScope, _ body: (Node, inout Document) -> Void
  ) -> Tally {
    var blocked = Tally()
    forEachTarget(of: path, in: scope) { target, document in
      switch target {
      case .present(let node): body(node, &document)
      case .missing: break
      case .blocked: blocked += Tally(matched: 1, leftAlone: 1)
      }
    }
    return blocked
  }

  /// Puts other values in the place of those that are there.
  ///
  /// - Parameter body: gives a value's new text, or `nil` if it has none.
  mutating func convert(
    _ path: JSONPath, in scope: EventScope, _ body: (Node, borrowing Document) -> [UInt8]?
  ) -> Tally {
    var tally = Tally()
    tally += forEachNode(at: path, in: scope) { node, document in
      tally.matched += 1
      guard let text = body(node, document) else {
        tally.leftAlone += 1
        return
      }
      guard !document.value(node, equals: text) else { return }
      document.replace(node, with: text)
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
  private var targets: [Document.Target] = []

  init(path: JSONPath, scope: EventScope, makesParents: Bool) {
    self.path = path
    self.scope = scope
    self.makesParents = makesParents
  }

  /// Finds all places below a node, and only then visits them: a visit may change them.
  mutating func run(
    from step: Int, at node: Document.Node, _ document: inout Document,
    _ body: (Document.Target, inout Document) -> Void
  ) {
    targets.removeAll(keepingCapacity: true)
    visit(node, step, &document)
    // A record that is void is not made larger.
    if document.storage.isOverfull { return }
    for target in targets { body(target, &document) }
  }

  private mutating func visit(
    _ node: Document.Node, _ step: Int, _ document: inout Document
  ) {
    if document.storage.isOverfull { return }
    guard step < path.steps.count else { return targets.append(.present(node)) }
    switch path.steps[step].kind {
    case .each:
      guard document.kind(node) == .object || document.kind(node) == .array else {
        return block(node, document)
      }
      var next = document.firstChild(node)
      let count = Int(document.storage.nodes[node].childCount)
      if count > 1 << 12 { targets.reserveCapacity(targets.count + count) }
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
    if let child = document.child(node, named: path.steps[step].name) {
      return visit(child, step + 1, &document)
    }
    let isLast = step + 1 == path.steps.count
    let makesThis = makesParents && (isLast || path.hasOnlyKeys(after: step))
    // Looking for the member has found out whether it is an object.
    if !document.storage.nodes[node].isObject {
      guard makesThis, document.kind(node) == .null else { return block(node, document) }
      document.replace(node, with: Array("{}".utf8))
    }
    if isLast {
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
