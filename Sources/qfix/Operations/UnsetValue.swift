import PipeCommon

/// `--unset PATH`: removes a member, however often it stands there, or an element.
struct UnsetValue: Operation {
  let label: String
  let path: JSONPath

  var paths: [JSONPath] { [path] }

  init(_ argument: String) throws(UsageError) {
    path = try JSONPath(argument, option: "--unset")
    guard !path.steps.isEmpty else {
      throw UsageError("--unset cannot remove the whole batch; name a member, such as .ip")
    }
    label = "--unset \(argument)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    for target in document.targets(of: path, in: scope) {
      guard case .present(let node) = target else { continue }
      tally.matched += 1
      tally.changed += 1
      // `[]` names every member itself; looking for others of its name would take for ever.
      if path.steps.last == .each { document.remove(node) } else { document.removeAll(like: node) }
    }
    return tally
  }
}

extension Document {
  /// Removes a member and those of the same name beside it; an element alone.
  mutating func removeAll(like node: Node) {
    guard let object = parent(of: node), kind(object) == .object else { return remove(node) }
    let name = key(node)
    for member in children(object) where keyEquals(member, name) { remove(member) }
  }
}
