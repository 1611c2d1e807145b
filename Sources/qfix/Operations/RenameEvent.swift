import PipeCommon

/// `--rename-event OLD=NEW`: gives events of one name, exactly, another.
struct RenameEvent: Operation {
  let label: String
  private let old: [UInt8]
  private let new: [UInt8]

  var affectsSelection: Bool { true }

  init(_ old: String, _ new: String) {
    self.old = Array(old.utf8)
    self.new = JSONString.encode(new)
    label = "--rename-event \(old)=\(new)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    for event in scope.events {
      guard let data = document.child(event, named: .data) else { continue }
      rename(.eventName, in: data, &document, &tally)
      rename(.screenName, in: data, &document, &tally)
    }
    return tally
  }

  func miss(in document: inout Document, _ scope: EventScope) -> Miss? {
    document.miss(of: old, among: scope.events)
  }

  private func rename(
    _ member: MemberName, in data: Document.Node, _ document: inout Document, _ tally: inout Tally
  ) {
    guard let name = document.child(data, named: member), document.string(name, equals: old) else {
      return
    }
    tally.matched += 1
    guard !document.value(name, equals: new) else { return }
    document.replace(name, with: new)
    tally.changed += 1
  }
}
