import PipeCommon

/// Looking around in a document.
extension Document {
  /// The last member with this name: the one that counts.
  mutating func child(_ object: Node, named name: MemberName) -> Node? {
    if !storage.nodes[object].isExpanded { expand(object) }
    guard storage.nodes[object].isObject else { return nil }
    if storage.nodes[object].childCount >= MemberIndex.smallest, let index = memberIndex(object) {
      return index[name.bytes]
    }
    var found: Node?
    var next = storage.nodes[object].firstChild
    while next >= 0 {
      let node = Int(next)
      let print = storage.nodes[node].print
      if print == name.print || print == MemberName.unknownPrint,
        !storage.nodes[node].isRemoved, keyEquals(node, name)
      {
        found = node
      }
      next = storage.nodes[node].next
    }
    return found
  }

  mutating func child(_ object: Node?, named name: MemberName) -> Node? {
    guard let object else { return nil }
    return child(object, named: name)
  }

  /// The members of an object or the elements of an array that are still there.
  mutating func children(_ node: Node) -> [Node] {
    if let last = storage.lastChildren, last.node == node { return last.children }
    guard kind(node) == .object || kind(node) == .array else { return [] }
    var children: [Node] = []
    var next = firstChild(node)
    while let child = next {
      children.append(child)
      next = sibling(child)
    }
    storage.lastChildren = (node, children)
    return children
  }

  /// The first child that was not removed.
  mutating func firstChild(_ node: Node) -> Node? {
    expand(node)
    return present(storage.nodes[node].firstChild)
  }

  /// The next child of the same parent that was not removed.
  func sibling(_ node: Node) -> Node? { present(storage.nodes[node].next) }

  func parent(of node: Node) -> Node? {
    let parent = Int(storage.nodes[node].parent)
    return parent < 0 ? nil : parent
  }

  func present(_ number: Int32) -> Node? {
    var next = Int(number)
    while next >= 0, storage.nodes[next].isRemoved { next = Int(storage.nodes[next].next) }
    return next < 0 ? nil : next
  }

  /// The index of a wide object that has been asked often.
  private mutating func memberIndex(_ object: Node) -> MemberIndex? {
    guard storage.nodes[object].lookups >= MemberIndex.patience else {
      storage.nodes[object].lookups += 1
      return nil
    }
    if let index = storage.indexes[object] { return index }
    var index = MemberIndex()
    for member in children(object) { index.add(member, key(member)) }
    storage.indexes[object] = index
    return index
  }
}
