import PipeCommon

/// An event that is not planned, as often as it occurred.
struct UnplannedEvent {
  let key: EventKey
  let judge: Int
  var count = 0
  /// How many of them had each attribute.
  var attributes: [[UInt8]: Int] = [:]
  /// The planned events of a like name that stood in the same batches, by their number.
  var beside: Set<Int> = []
}

/// What an event that is not planned may have been meant to be.
struct EventMatch {
  let planned: EventKey
  let differences: Int
  /// Whether the name is so long that one difference hardly makes another word of it.
  let isLong: Bool
  /// How much of the event's attributes the planned one lists, and how much of the listed it has;
  /// `nil` if one of them has none. What few planned events list tells more than what all have.
  let fit: (listed: Double, present: Double)?
  let isBeside: Bool

  /// Whether it is evident: attributes decide, and where they cannot, the name alone must.
  ///
  /// Both names in one batch, from one user and one release, are most likely two events; then only
  /// the same attributes can show that they are not.
  var isEvident: Bool {
    if let fit {
      if isBeside || differences > 1 { return fit.listed >= 0.75 && fit.present >= 0.5 }
      if differences == 1 { return fit.listed >= 0.75 && fit.present >= 0.4 }
      return fit.listed >= 0.5
    }
    return differences <= (isLong ? 1 : 0) && !isBeside
  }

  /// For choosing among several: more is better.
  var weight: Double { fit.map { $0.listed + $0.present } ?? 0 }

  var evidence: String {
    let apart =
      switch differences {
      case 0: "the same but for case, separators or type"
      case 1: "1 difference"
      default: "\(differences) differences"
      }
    guard let fit else { return "\(apart), no attributes to compare" }
    return "\(apart), \(Int(fit.listed * 100)) % of its attributes are planned for it"
      + (isBeside ? ", both in the same batches" : "")
  }
}

/// Finds what events were meant to be.
struct EventMatcher {
  /// Letters and digits.
  private static let longName = 8

  private let planned: [(key: EventKey, form: NameForm, listed: [[UInt8]], number: Int)]
  /// How many planned events list an attribute.
  private var listings: [[UInt8]: Int] = [:]
  private var forms = NameForms()

  init(_ plan: DataPlan) {
    let order = plan.eventOrder
    planned = plan.events.compactMap { key, event in
      guard let name = key.name, let form = NameForm(name), let number = order[key] else {
        return nil
      }
      return (key, form, event.listed.sorted { $0.lexicographicallyPrecedes($1) }, number)
    }.sorted { $0.number < $1.number }
    for event in planned { for name in event.listed { listings[name, default: 0] += 1 } }
  }

  /// Every planned event of a like name, the likeliest first.
  mutating func matches(of event: UnplannedEvent) -> [EventMatch] {
    guard let name = event.key.name, let form = NameForm(name) else { return [] }
    var matches: [EventMatch] = []
    for other in planned where other.key.isScreen == event.key.isScreen {
      guard var differences = form.differences(from: other.form) else { continue }
      if other.key.name != name, other.key.customType != event.key.customType { differences += 1 }
      matches.append(
        EventMatch(
          planned: other.key, differences: differences, isLong: form.length >= Self.longName,
          fit: fit(event, other.listed),
          isBeside: event.beside.contains(other.number)))
    }
    return matches.sorted { one, other in
      (one.isEvident ? 0 : 1, one.differences, -one.weight)
        < (other.isEvident ? 0 : 1, other.differences, -other.weight)
    }
  }

  private mutating func fit(
    _ event: UnplannedEvent, _ listed: [[UInt8]]
  ) -> (listed: Double, present: Double)? {
    guard !event.attributes.isEmpty, !listed.isEmpty else { return nil }
    var (all, known) = (0.0, 0.0)
    var present: Set<[UInt8]> = []
    for (name, count) in event.attributes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let share = Double(count) / Double(max(event.count, 1))
      let meant = listed.contains(name) ? name : listed.first { forms.areAlike(name, $0) }
      let weight = meant.map { 1 / Double(listings[$0] ?? 1) } ?? 1
      all += share * weight
      guard let meant else { continue }
      known += share * weight
      present.insert(meant)
    }
    func sum(_ names: [[UInt8]]) -> Double {
      names.reduce(0) { $0 + 1 / Double(listings[$1] ?? 1) }
    }
    return (
      known / max(all, .leastNormalMagnitude), sum(listed.filter(present.contains)) / sum(listed)
    )
  }
}

extension DataPlan {
  /// A number for each planned event, always the same.
  var eventOrder: [EventKey: Int] {
    let keys = events.keys.map { ($0, $0.description) }.sorted { $0.1 < $1.1 }
    return Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($0.element.0, $0.offset) })
  }
}
