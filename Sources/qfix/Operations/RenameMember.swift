import PipeCommon

/// `--rename PATH=KEY`: gives a member another key, where that key is not there yet.
struct RenameMember: Operation {
  let label: String
  private let path: JSONPath
  private let key: MemberName

  /// Both what goes away and what appears.
  var paths: [JSONPath] { [path, path.sibling(key.bytes)] }

  var obstacle: String { "the new name is there already, or its parent is no object" }

  init(_ path: JSONPath, _ key: Operand) throws(UsageError) {
    guard path.steps.last?.kind == .key else {
      throw UsageError(
        "\(key.option): expected a path that ends with a member's name", in: path.text,
        at: path.text.endIndex)
    }
    self.path = path
    let text = try key.text("the new key")
    self.key = MemberName(text)
    label = "\(key.option) \(path.text)=\(text)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var renaming = Renaming(path.lastName, to: key)
    var tally = Tally()
    tally += document.forEachNode(at: path, in: scope) { node, document in
      tally += renaming.rename(node, &document)
    }
    return tally
  }
}
