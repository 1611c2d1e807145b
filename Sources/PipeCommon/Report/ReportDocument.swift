/// A report, ready to be shown: what there is to say and in which order, but not how it looks.
package struct ReportDocument {
  /// A question that somebody has first, and the answer in a sentence.
  package typealias Answer = (question: String, answer: String)

  package var title: String
  package var answers: [Answer] = []
  package var sections: [ReportSection] = []

  package init(title: String) { self.title = title }
}

/// One list of a report, or its picture of when things happened.
package struct ReportSection {
  package enum Content {
    case table(ReportTable)
    case timeline(ReportTimeline)
  }

  /// What programs call it: `event_names`.
  package let kind: String
  /// What people call it.
  package let title: String
  package let content: Content
  /// What there is to add, in sentences.
  package var remarks: [String] = []

  package init(_ kind: String, _ title: String, _ content: Content, remarks: [String] = []) {
    self.kind = kind
    self.title = title
    self.content = content
    self.remarks = remarks
  }
}

/// Rows of a name and what is known of it.
package struct ReportTable {
  /// What programs and people call a column: `first_time`, `first event`.
  package typealias Column = (name: String, title: String)

  package enum Cell {
    case count(Int)
    case seconds(Int)
    case time(Timestamp?)
    /// In words, as long as need be; the last column.
    case note(String)
  }

  package struct Row {
    /// As it came, from wherever; `nil` is none.
    package let name: [UInt8]?
    /// What people read for a name of the tool's own: `without mpid` for `without_mpid`.
    let ownLabel: String?
    package let cells: [Cell]
    /// How long its bar is; 0 is none.
    package let weight: Int

    /// A row about a name from the data.
    package init(_ name: [UInt8]?, _ cells: [Cell], weight: Int = 0) {
      self.name = name
      ownLabel = nil
      self.cells = cells
      self.weight = weight
    }

    /// A row about something that the tool has a name for.
    package init(own name: String, _ cells: [Cell], weight: Int = 0) {
      self.name = Array(name.utf8)
      ownLabel = String(name.map { $0 == "_" ? " " : $0 })
      self.cells = cells
      self.weight = weight
    }

    var label: String { ownLabel ?? reportLabel(name) }
  }

  package let columns: [Column]
  package let rows: [Row]
  /// How many rows people are shown; programs get all.
  package let shown: Int

  package init(_ columns: [Column], _ rows: [Row], shown: Int = 20) {
    self.columns = columns
    self.rows = rows
    self.shown = min(shown, rows.count)
  }
}

/// How often things happened, step by step, in all and by name.
package struct ReportTimeline {
  package struct Line {
    /// `nil` is none.
    package let name: [UInt8]?
    package let counts: [Int]

    package init(_ name: [UInt8]?, _ counts: [Int]) {
      self.name = name
      self.counts = counts
    }

    /// What happened in all.
    package var total: Int { counts.reduce(0, +) }
  }

  package let width: TimelineWidth
  /// When each step begins.
  package let starts: [Timestamp]
  package let counts: [Int]
  /// The same steps of single names.
  package let lines: [Line]
  /// What these are.
  package let linesTitle: String

  package init(
    _ timeline: Timeline<Int>, _ lines: [Line], linesTitle: String = "The most frequent"
  ) {
    self.linesTitle = linesTitle
    width = timeline.width
    starts = timeline.steps.indices.map(timeline.start)
    counts = timeline.steps
    self.lines = lines
  }
}

extension TimelineWidth {
  /// `15 min`; the widest are names for whole numbers of weeks.
  package var name: String {
    switch self {
    case .fourWeeks: "4 weeks"
    case .year: "52 weeks"
    case .decade: "520 weeks"
    default: seconds.asTime
    }
  }
}

/// What a name is called where people read it.
func reportLabel(_ name: [UInt8]?) -> String {
  guard let name else { return "(none)" }
  return name.isEmpty ? "(empty)" : String(decoding: name, as: UTF8.self)
}
