import PipeCommon

/// The events an operation is about: all of them, or those that `--on` selects.
struct EventScope {
  /// The `events` array, if there is one.
  private let list: Document.Node?
  /// Its elements, in order.
  let all: [Document.Node]
  /// Those in scope; `nil` if the operation is not limited.
  private let selected: Set<Document.Node>?

  /// - Parameter selectors: several are alternatives; none selects everything.
  init(_ document: inout Document, _ selectors: [EventSelector]) {
    list = document.child(document.root, named: "events")
    all = list.map { document.children($0) } ?? []
    guard !selectors.isEmpty else {
      selected = nil
      return
    }
    var selected: Set<Document.Node> = []
    for event in all {
      for selector in selectors where selector.matches(event, &document) {
        selected.insert(event)
        break
      }
    }
    self.selected = selected
  }

  /// The events in scope, in order.
  var events: [Document.Node] { all.filter(isSelected) }

  /// Whether an event is in scope.
  func isSelected(_ event: Document.Node) -> Bool { selected?.contains(event) ?? true }

  /// Whether an operation on the batch itself applies.
  var includesBatch: Bool { selected.map { !$0.isEmpty } ?? true }

  /// Whether a path may go through a node: it is no event, or one in scope.
  func admits(_ node: Document.Node, _ document: borrowing Document) -> Bool {
    guard let list, document.parent(of: node) == list else { return true }
    return isSelected(node)
  }
}
