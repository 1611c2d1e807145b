import PipeCommon

/// The scopes of one batch, found once for all operations that share them.
struct ScopeCache {
  private let selectorSets: [[EventSelector]]
  /// What each set selects, as long as nothing changes that.
  private var scopes: [EventScope?]
  /// The `--on` in force, and what it has selected.
  private var current: (group: Int, scope: EventScope)?

  init(_ selectorSets: [[EventSelector]]) {
    self.selectorSets = selectorSets
    scopes = Array(repeating: nil, count: selectorSets.count)
  }

  /// Forgets the batch before.
  mutating func reset() {
    current = nil
    for place in scopes.indices { scopes[place] = nil }
  }

  mutating func scope(of operation: ScopedOperation, _ document: inout Document) -> EventScope {
    if let current, current.group == operation.group { return current.scope }
    let set = operation.selectorSet
    let scope = scopes[set] ?? EventScope(&document, selectorSets[set])
    scopes[set] = scope
    current = (operation.group, scope)
    return scope
  }

  /// An operation has changed which events there are, or what they are called.
  mutating func refresh(_ document: inout Document) {
    for place in scopes.indices { scopes[place] = nil }
    if let (group, scope) = current { current = (group, scope.refreshed(&document)) }
  }
}
