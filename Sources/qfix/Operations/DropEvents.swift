import PipeCommon

/// `--drop-event` and `--keep-event`: leaves out the events that `--on` selects, or all others.
struct DropEvents: Operation {
  let keepsSelected: Bool

  var label: String { keepsSelected ? "--keep-event" : "--drop-event" }
  var needsSelector: Bool { true }
  var endsSelection: Bool { true }
  var affectsSelection: Bool { true }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    for event in scope.all {
      let isSelected = scope.isSelected(event)
      if isSelected { tally.matched += 1 }
      if isSelected != keepsSelected {
        document.remove(event)
        tally.changed += 1
      }
    }
    return tally
  }
}
