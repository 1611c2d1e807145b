import PipeCommon

/// What was changed, by comparing the tree with the record it grew out of.
extension Document {
  /// Visits every change, in the order of the text. A value inside one that was changed as a whole
  /// is not visited itself.
  ///
  /// - Returns: whether there were no more than so many.
  @discardableResult
  func forEachChange(atMost limit: Int = .max, _ body: (DocumentChange) -> Void) -> Bool {
    var room = limit
    visit(root, ".", ".", &room, body)
    return room > 0
  }

  private func visit(
    _ node: Node, _ oldPath: String, _ newPath: String, _ room: inout Int,
    _ body: (DocumentChange) -> Void
  ) {
    let entry = storage.nodes[node]
    guard entry.isChanged || entry.isRemoved else { return }
    guard let origin = entry.origin else {
      if !entry.isRemoved {
        room -= 1
        body(DocumentChange(oldPath: oldPath, old: nil, newPath: newPath, new: text(node)))
      }
      return
    }
    if !entry.isRemoved, entry.value.node != nil, oldPath == newPath {
      return visitChildren(of: node, oldPath, newPath, &room, body)
    }
    let old = originalText(origin)
    let new = entry.isRemoved ? nil : text(node)
    guard old != new || oldPath != newPath else { return }
    room -= 1
    body(DocumentChange(oldPath: oldPath, old: old, newPath: newPath, new: new))
  }

  private func visitChildren(
    of node: Node, _ oldPath: String, _ newPath: String, _ room: inout Int,
    _ body: (DocumentChange) -> Void
  ) {
    let isArray = kind(node) == .array
    var number = 0
    var next = storage.nodes[node].firstChild
    while next >= 0, room > 0 {
      let child = Int(next)
      next = storage.nodes[child].next
      let entry = storage.nodes[child]
      guard entry.isChanged || entry.isRemoved else {
        number += 1
        continue
      }
      if isArray {
        let path = "\(oldPath == "." ? "." : oldPath)[\(number)]"
        visit(child, path, path, &room, body)
        number += 1
      } else {
        visit(
          child, JSONPath.spelling(of: originalKey(child), below: oldPath),
          JSONPath.spelling(of: key(child), below: newPath), &room, body)
      }
    }
  }

  /// A member's decoded key as it was in the record; its key now if it was not there.
  private func originalKey(_ node: Node) -> [UInt8] {
    storage.originalKeys[node].map { view.decoded($0) } ?? key(node)
  }

  /// A value's bytes as they were in the record, less white space between tokens.
  private func originalText(_ origin: JSONNode) -> [UInt8] {
    var bytes: [UInt8] = []
    view.append(view.range(origin), to: &bytes)
    return bytes
  }
}
