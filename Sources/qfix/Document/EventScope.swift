import PipeCommon

/// The events an operation is about: all of them, or those that `--on` selected where it stands;
/// they stay selected when an operation gives them another name.
struct EventScope {
  /// The `events` array, if there is one.
  private let list: Document.Node?
  /// Its elements, in order.
  let all: [Document.Node]
  /// Those in scope, in order.
  let events: [Document.Node]
  /// The same to look up; `nil` if the operation is not limited.
  private let selected: Set<Document.Node>?

  /// For what has to do with no event.
  static let batch = EventScope()

  private init() { (list, all, events, selected) = (nil, [], [], nil) }

  /// - Parameter selectors: several are alternatives; none selects everything.
  init(_ document: inout Document, _ selectors: [EventSelector]) {
    list = document.child(document.root, named: .events)
    all = list.map { document.children($0) } ?? []
    guard !selectors.isEmpty else {
      events = all
      selected = nil
      return
    }
    var events: [Document.Node] = []
    for event in all {
      for selector in selectors where selector.matches(event, &document) {
        events.append(event)
        break
      }
    }
    self.events = events
    selected = Set(events)
  }

  private init(_ document: inout Document, keeping selected: Set<Document.Node>?) {
    list = document.child(document.root, named: .events)
    let all = list.map { document.children($0) } ?? []
    self.all = all
    events = selected.map { selected in all.filter(selected.contains) } ?? all
    self.selected = selected
  }

  /// The same selection, after events may have been added or taken away.
  func refreshed(_ document: inout Document) -> EventScope {
    EventScope(&document, keeping: selected)
  }

  /// Whether an event is in scope.
  func isSelected(_ event: Document.Node) -> Bool { selected?.contains(event) ?? true }

  /// Whether there are events, and `--on` has selected none of them.
  var missesAll: Bool { events.isEmpty && selected != nil }

  /// Whether an operation on the batch itself applies: it does if an event was selected.
  var includesBatch: Bool { selected.map { !$0.isEmpty } ?? true }

  /// Whether a path may go through a node: it is no event, or one in scope.
  func admits(_ node: Document.Node, _ document: borrowing Document) -> Bool {
    guard let selected, let list, document.parent(of: node) == list else { return true }
    return selected.contains(node)
  }
}
