import PipeCommon

/// What became of all records and events, counted.
struct ProofFindings {
  /// An event, or a record without any, that is not accounted for as it should be.
  struct Example {
    let place: Place
    let eventID: String?
    let finding: EventFates.Finding
  }

  /// How many places are named.
  private static let exampleLimit = 20

  private(set) var records = ProofCounts()
  private(set) var events = ProofCounts()
  private(set) var names = NamedProofs()
  /// Events by the day they happened on.
  private(set) var days = Timeline<ProofCounts>(atLeast: .day)
  /// Events by their time, and those accepted.
  private(set) var read = Timeline<Int>()
  private(set) var accepted = Timeline<Int>()
  private(set) var examples: [Example] = []

  /// Receipts that no record of the input has, and events in the others' that they do not have.
  var strange = 0
  var strangers = 0

  var isComplete: Bool {
    records.open == 0 && events.open == 0 && strange == 0 && strangers == 0
  }

  /// Notes what became of a record, of which the events count by themselves.
  mutating func note(record fate: Fate, isBlocked: Bool) {
    records.note(fate, isBlocked: isBlocked)
  }

  /// Notes what became of a record without events.
  mutating func note(_ finding: EventFates.Finding, at place: Place) {
    addExample(finding, at: place, eventID: nil)
  }

  mutating func note(
    _ finding: EventFates.Finding, _ event: ReplayedRecord.Event, _ view: JSONView,
    at place: Place
  ) {
    var one = ProofCounts()
    one.note(finding.fate, isBlocked: event.isBlocked)
    events.add(one)
    names.note(finding.fate, of: event)
    if let time = event.time {
      days.add(one, at: time)
      read.add(1, at: time)
      if finding.fate == .accepted { accepted.add(1, at: time) }
    }
    addExample(
      finding, at: place,
      eventID: view.idText(event.idNode).map { String(decoding: $0, as: UTF8.self) })
  }

  private mutating func addExample(
    _ finding: EventFates.Finding, at place: Place, eventID: @autoclosure () -> String?
  ) {
    guard finding.fate != .accepted, examples.count < Self.exampleLimit else { return }
    examples.append(Example(place: place, eventID: eventID(), finding: finding))
  }
}
