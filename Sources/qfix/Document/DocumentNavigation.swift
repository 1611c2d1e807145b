import PipeCommon

/// Looking around in a document.
extension Document {
  /// The last member with this name: the one that counts.
  mutating func child(_ object: Node, named name: MemberName) -> Node? {
    if !storage.nodes[object].isExpanded { expand(object) }
    guard storage.nodes[object].isObject else { return nil }
    // No name is ever added to an object that has it, so what was found last is still the last one.
    let last = Int(storage.nodes[object].found)
    if last >= 0, isPresent(last, name) { return last }
    if storage.nodes[object].childCount >= MemberIndex.smallest, let index = memberIndex(object) {
      return lastMember(of: object, named: name, index)
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
    if let found { storage.nodes[object].found = Int32(found) }
    return found
  }

  mutating func child(_ object: Node?, named name: MemberName) -> Node? {
    guard let object else { return nil }
    return child(object, named: name)
  }

  /// The members of an object or the elements of an array that are still there.
  mutating func children(_ node: Node) -> [Node] {
    guard kind(node) == .object || kind(node) == .array else { return [] }
    var children: [Node] = []
    var next = firstChild(node)
    children.reserveCapacity(Int(storage.nodes[node].childCount))
    while let child = next {
      children.append(child)
      next = sibling(child)
    }
    return children
  }

  /// An element by the number it was read with, if it is still there.
  mutating func element(_ number: Int, of list: Node) -> Node? {
    expand(list)
    // An array's elements are made together, one behind the other, and none is ever added.
    guard kind(list) == .array, number >= 0, number < Int(storage.nodes[list].childCount) else {
      return nil
    }
    let node = Int(storage.nodes[list].firstChild) + number
    return storage.nodes[node].isRemoved ? nil : node
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

  /// Every member of a name, in order; usually one.
  mutating func members(of object: Node, named name: MemberName) -> [Node] {
    var members: [Node] = []
    if let index = storage.indexes[object] {
      index.forEachCandidate(name.bytes) { node in
        if isPresent(node, name) { members.append(node) }
        return true
      }
      return members.reversed()
    }
    var next = firstChild(object)
    while let member = next {
      if keyEquals(member, name) { members.append(member) }
      next = sibling(member)
    }
    return members
  }

  private func isPresent(_ member: Node, _ name: MemberName) -> Bool {
    !storage.nodes[member].isRemoved && keyEquals(member, name)
  }

  private mutating func lastMember(
    of object: Node, named name: MemberName, _ index: MemberIndex
  ) -> Node? {
    var found: Node?
    var passedOver = 0
    index.forEachCandidate(name.bytes) { node in
      if isPresent(node, name) { found = node } else { passedOver += 1 }
      return found == nil
    }
    if passedOver > 0 {
      storage.indexes[object]?.note(passedOver: passedOver)
      if storage.indexes[object]?.isWorn ?? false { storage.indexes[object] = nil }
    }
    return found
  }

  /// The index of a wide object that has been asked often.
  private mutating func memberIndex(_ object: Node) -> MemberIndex? {
    guard storage.nodes[object].lookups >= MemberIndex.patience else {
      storage.nodes[object].lookups += 1
      return nil
    }
    if let index = storage.indexes[object] { return index }
    let members = children(object)
    let index = MemberIndex(members) { key($0) }
    storage.indexes[object] = index
    return index
  }
}
