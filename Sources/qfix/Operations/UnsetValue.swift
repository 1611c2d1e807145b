import PipeCommon

/// `--unset PATH`: removes a member, however often it stands there, or an element.
struct UnsetValue: Operation {
  let label: String
  private let path: JSONPath

  var paths: [JSONPath] { [path] }
  var obstacle: String { "its parent is no object" }

  init(_ argument: String) throws(UsageError) {
    path = try JSONPath(argument, option: "--unset")
    try path.requireSteps("--unset", "such as .ip")
    label = "--unset \(argument)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    tally += document.forEachNode(at: path, in: scope) { node, document in
      tally.matched += 1
      tally.changed += 1
      // `[]` names every member itself; looking for others of its name would take for ever.
      if path.steps.last?.kind == .each {
        document.remove(node)
      } else {
        document.removeAll(like: node)
      }
    }
    return tally
  }
}

extension Document {
  /// Removes a member and those of the same name beside it; an element alone.
  mutating func removeAll(like node: Node) {
    guard let object = parent(of: node), kind(object) == .object else { return remove(node) }
    for member in members(of: object, named: MemberName(key(node))) { remove(member) }
  }
}
