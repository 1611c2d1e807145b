import PipeCommon

/// `--rename-event OLD=NEW`: gives events of one name, exactly, another.
struct RenameEvent: Operation {
  let label: String
  private let old: [UInt8]
  private let new: [UInt8]

  init(_ argument: String) throws(UsageError) {
    let (old, new) = try OptionValue.pair(
      argument, separatedBy: "=", "--rename-event", "OLD=NEW, two event names")
    self.old = Array(old.utf8)
    self.new = JSONString.encode(new)
    label = "--rename-event \(argument)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    for event in scope.events {
      for name in document.names(of: event) where document.string(name) == old {
        tally.matched += 1
        if !document.value(name, equals: new) {
          document.replace(name, with: new)
          tally.changed += 1
        }
      }
    }
    return tally
  }
}
