/// What is said of an object that is no batch; if one stands inside it, how to take it out.
package enum WrappedBatch {
  /// How many names a path has at most.
  private static let levels = 3
  /// How many steps of any kind, for a list and two texts at each name; no input decides how deep
  /// this looks.
  private static let steps = 12
  /// No string that is shorter holds a batch.
  private static let shortestText = 20

  /// The fault of an object that has none of a batch's members.
  package static func fault(_ view: JSONView) -> JSONFault {
    var reason = "no batch: it has none of \(BatchField.names.joined(separator: ", "))"
    if let path = path(to: view.root, view, levels: levels, steps: steps) {
      reason += " (looks wrapped: try --unwrap \(quoted(path)))"
    }
    return JSONFault(.unacceptable(reason), at: 0)
  }

  /// A path as a word for the shell, to which brackets and quotes mean something.
  private static func quoted(_ path: String) -> String {
    guard path.contains("[") else { return path }
    return "'"
      + path.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }

  /// The path from a value to the first batch in it; empty if it is one itself.
  private static func path(
    to node: JSONNode, _ view: JSONView, levels: Int, steps: Int
  ) -> String? {
    guard steps >= 0 else { return nil }
    switch view.kind(node) {
    case .object:
      if isBatch(node, view) { return "" }
      guard levels > 0 else { return nil }
      var next = view.firstMember(node)
      while let member = next {
        if let rest = path(to: member.value, view, levels: levels - 1, steps: steps - 1) {
          return UnwrapPath.Step.member(view.decoded(member.key)).description + rest
        }
        next = view.member(after: member)
      }
      return nil
    case .array:
      // The elements of a list are alike.
      guard let first = view.firstElement(node),
        let rest = path(to: first, view, levels: levels, steps: steps - 1)
      else { return nil }
      return UnwrapPath.Step.elements.description + rest
    case .string:
      guard view.contents(node).count >= shortestText,
        let text = try? EmbeddedJSON.read(node, view)
      else { return nil }
      return path(to: text.view.root, text.view, levels: levels, steps: steps - 1)
    case .number, .true, .false, .null:
      return nil
    }
  }

  /// Whether an object has two members of a batch; one alone, such as `context`, proves little.
  private static func isBatch(_ object: JSONNode, _ view: JSONView) -> Bool {
    var count = 0
    view.forEachMember(object) { (key, _) throws(Never) in
      if BatchField(key)?.marksBatch ?? false { count += 1 }
    }
    return count > 1
  }
}
