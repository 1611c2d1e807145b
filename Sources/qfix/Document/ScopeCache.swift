import PipeCommon

/// The scopes of one batch, found once for all operations that share them.
struct ScopeCache {
  private let selectorSets: [[EventSelector]]
  /// What each set selects, as long as nothing changes that.
  private var scopes: [EventScope?]
  /// What each `--on` has selected where it stood.
  private var groups: [Int: EventScope] = [:]

  init(_ selectorSets: [[EventSelector]]) {
    self.selectorSets = selectorSets
    scopes = Array(repeating: nil, count: selectorSets.count)
  }

  /// Forgets the batch before.
  mutating func reset() {
    groups.removeAll(keepingCapacity: true)
    for place in scopes.indices { scopes[place] = nil }
  }

  mutating func scope(of operation: ScopedOperation, _ document: inout Document) -> EventScope {
    guard operation.needsEvents else { return .batch }
    if let scope = groups[operation.group] { return scope }
    let set = operation.selectorSet
    let scope = scopes[set] ?? EventScope(&document, selectorSets[set])
    scopes[set] = scope
    groups[operation.group] = scope
    return scope
  }

  /// An operation has changed which events there are, or what they are called.
  mutating func refresh(_ document: inout Document) {
    for place in scopes.indices { scopes[place] = nil }
    for (group, scope) in groups { groups[group] = scope.refreshed(&document) }
  }
}
