/// What is counted for one step of a timeline; steps that become one are added up.
package protocol TimelineContent {
  init()
  mutating func add(_ other: Self)
}

extension Int: TimelineContent {
  package mutating func add(_ other: Int) { self += other }
}

/// How much happened when: at most 120 steps of one width, which grows as the times spread.
///
/// Each width is a multiple of the one before, and all begin at the same Monday, so steps only ever
/// merge whole: the outcome does not depend on the order in which times come.
package struct Timeline<Content: TimelineContent> {
  /// How many steps there are at most.
  package static var stepLimit: Int { 120 }

  /// How wide a step is.
  package private(set) var width: TimelineWidth
  /// From the first step in which something happened to the last one.
  package private(set) var steps: [Content] = []
  /// The number of the first step, counted in widths from the origin.
  private var first: Int64 = 0

  /// - Parameter width: how narrow a step is at least.
  package init(atLeast width: TimelineWidth = .second) { self.width = width }

  /// When the first step begins; `nil` if nothing happened.
  package var start: Timestamp? { steps.isEmpty ? nil : width.start(ofStep: first) }

  /// When a step begins.
  package func start(ofStep number: Int) -> Timestamp {
    width.start(ofStep: first + Int64(number))
  }

  /// Adds to the step of a time, which must be a plausible one.
  package mutating func add(_ content: Content, at time: Timestamp) {
    var step = width.step(of: time)
    if steps.isEmpty {
      first = step
      steps.append(Content())
    }
    while max(step, last) - min(step, first) >= Int64(Self.stepLimit), let next = width.next {
      widen(to: next)
      step = width.step(of: time)
    }
    if step < first {
      steps.insert(contentsOf: (step..<first).map { _ in Content() }, at: 0)
      first = step
    }
    while step > last { steps.append(Content()) }
    steps[Int(step - first)].add(content)
  }

  /// The same counts in the steps of another timeline, whose span must hold this one's.
  package func steps<Other>(of axis: Timeline<Other>) -> [Content] {
    var counts = axis.steps.map { _ in Content() }
    for (number, content) in steps.enumerated() {
      let step = axis.width.step(of: start(ofStep: number)) - axis.first
      if counts.indices.contains(Int(step)) { counts[Int(step)].add(content) }
    }
    return counts
  }

  private var last: Int64 { first + Int64(steps.count) - 1 }

  private mutating func widen(to next: TimelineWidth) {
    let start = next.step(of: width.start(ofStep: first))
    var wider: [Content] = []
    for (number, content) in steps.enumerated() {
      let step = Int(next.step(of: self.start(ofStep: number)) - start)
      while step >= wider.count { wider.append(Content()) }
      wider[step].add(content)
    }
    (steps, first, width) = (wider, start, next)
  }
}

/// How wide the steps of a timeline can be: widths that people read at a glance.
package enum TimelineWidth: Int, CaseIterable {
  case second, minute, fiveMinutes, quarter, hour, sixHours, day, week, fourWeeks, year, decade

  /// In seconds; each a multiple of the one before, the last enough for all plausible times.
  package var seconds: Int {
    let day = 86_400
    return switch self {
    case .second: 1
    case .minute: 60
    case .fiveMinutes: 300
    case .quarter: 900
    case .hour: 3600
    case .sixHours: 21_600
    case .day: day
    case .week: 7 * day
    case .fourWeeks: 28 * day
    case .year: 364 * day
    case .decade: 3640 * day
    }
  }

  /// The next wider one.
  fileprivate var next: TimelineWidth? { TimelineWidth(rawValue: rawValue + 1) }

  private static let origin = 4 * Timestamp.millisecondsADay

  fileprivate func step(of time: Timestamp) -> Int64 {
    let width = Int64(seconds) * 1000
    let (quotient, rest) = (time.milliseconds - Self.origin).quotientAndRemainder(dividingBy: width)
    return rest < 0 ? quotient - 1 : quotient
  }

  fileprivate func start(ofStep number: Int64) -> Timestamp {
    Timestamp(milliseconds: Self.origin + number * Int64(seconds) * 1000)
  }
}
