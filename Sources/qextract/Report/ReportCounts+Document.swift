import PipeCommon

/// The report as people read it, and as spreadsheets take it.
extension ReportCounts {
  var document: ReportDocument {
    var document = ReportDocument(title: "What is in quarantine")
    document.answers = answers
    document.sections =
      [timelineSection, totals, sendingSection, replaySection] + lists.map(section)
      + [leftOutSection]
    return document
  }

  /// What a list counts, and what else is known of its names.
  enum ListForm { case eventsAndTimes, batchesAndTimes, events, batches }

  /// Every list with its name, its title, and its form.
  var lists: [(name: String, title: String, counts: NameCounts, form: ListForm)] {
    [
      ("event_names", "Event names", eventNames, .eventsAndTimes),
      ("event_types", "Event types", eventTypes, .eventsAndTimes),
      ("applications", "Applications", applications, .batchesAndTimes),
      ("platforms", "Platforms", platforms, .batchesAndTimes),
      ("sources", "Sources", sources, .batchesAndTimes),
      ("plans", "Data plans", plans, .batchesAndTimes),
      ("environments", "Environments", environments, .batchesAndTimes),
      ("event_attributes", "Blocked event attributes", eventAttributes, .events),
      ("user_attributes", "Blocked user attributes", userAttributes, .batches),
      ("user_identities", "Blocked user identities", userIdentities, .batches),
      ("device_identities", "Blocked device identities", deviceIdentities, .batches),
    ]
  }

  private func section(
    _ name: String, _ title: String, _ counts: NameCounts, _ form: ListForm
  ) -> ReportSection {
    let sure = counts.ranked.filter(counts.isSure)
    let rows = (counts.isApproximate ? sure : counts.ranked).map { entry in
      let times: [ReportTable.Cell] = [.time(entry.first), .time(entry.last)]
      let cells: [ReportTable.Cell] =
        switch form {
        case .eventsAndTimes: [.count(entry.count)] + times
        case .batchesAndTimes: [.count(entry.count), .count(entry.also)] + times
        case .events, .batches: [.count(entry.count)]
        }
      return ReportTable.Row(entry.name, cells, weight: entry.count)
    }
    var remarks: [String] = []
    if counts.isApproximate {
      remarks.append(
        "about \(counts.distinct.grouped) names, too many to keep: a count is at most "
          + "\(counts.floor.grouped) too high, times begin late, and rarer names are not listed")
    }
    return ReportSection(
      name, title, .table(ReportTable(Self.columns(form), rows)), remarks: remarks)
  }

  private static func columns(_ form: ListForm) -> [ReportTable.Column] {
    let times = [("first_time", "first event"), ("last_time", "last event")]
    return switch form {
    case .eventsAndTimes: [("count", "events")] + times
    case .batchesAndTimes: [("count", "batches"), ("events", "events")] + times
    case .events: [("count", "events")]
    case .batches: [("count", "batches")]
    }
  }

  // MARK: In all

  private var totals: ReportSection {
    let error = users.isEstimate ? "estimated, standard error 0.8 %" : ""
    let rows: [(String, Int, String)] = [
      ("batches", batches, ""), ("events", events, "blocked"), ("users", users.count, error),
      ("without_mpid", withoutMPID, "batches"),
      (
        "past_replay_window", pastReplayWindow,
        "batches quarantined over \(Self.replayWindow) days ago: many tools refuse such old data"
      ),
      (
        "older_than_30d", olderThan30Days,
        "batches over \(Self.historicalAge) days old: historical endpoint, no event outputs"
      ),
    ]
    return ReportSection(
      "totals", "In all",
      .table(
        ReportTable(
          [("count", "count"), ("note", "")],
          rows.map { ReportTable.Row(own: $0.0, [.count($0.1), .note($0.2)]) })))
  }

  private var timelineSection: ReportSection {
    let lines = frequentNames.map {
      ReportTimeline.Line($0.name, $0.timeline.steps(of: timeline))
    }
    var remarks: [String] = []
    let missing = events - timeline.steps.reduce(0, +)
    if missing > 0 {
      remarks.append("\(missing.counted("event")) without a plausible time, not in the picture")
    }
    return ReportSection(
      "timeline", "Blocked events", .timeline(ReportTimeline(timeline, lines)), remarks: remarks)
  }

  private var replaySection: ReportSection {
    let rows = replayParts.steps.indices.compactMap { step -> ReportTable.Row? in
      let part = replayParts.steps[step]
      guard part.batches > 0 else { return nil }
      return ReportTable.Row(
        own: replayParts.start(ofStep: step).date,
        [
          .count(part.batches), .time(part.replayUntil), .time(part.historicalFrom),
          .count(part.events),
        ], weight: part.batches)
    }
    let columns = [
      ("count", "batches"), ("replay_until", "replay until"),
      ("historical_from", "historical from"), ("events", "events"),
    ]
    let isDaily = replayParts.width == .day
    return ReportSection(
      "replay_until", isDaily ? "Quarantined on" : "Quarantined in \(replayParts.width.name) from",
      .table(ReportTable(columns, rows, shown: 120)))
  }

  private var sendingSection: ReportSection {
    let columns = [("count", "batches"), ("seconds", "at \(EventsAPI.usualRate)/s")]
    let rows = [
      ("as_they_are", sending.batches), ("joined_by_user", sending.joinedBatches),
    ].map { name, batches in
      ReportTable.Row(
        own: name, [.count(batches), .seconds(ReplayEstimate.seconds(batches))], weight: batches)
    }
    return ReportSection(
      "sending", "A replay sends", .table(ReportTable(columns, rows)),
      remarks: [
        "joined is an estimate, of users' batches that stand together (qextract --key user)"
      ])
  }

  private var leftOutSection: ReportSection {
    let columns = [("batches", "batches"), ("events", "events"), ("note", "")]
    let rows = rankedLeftOut.map { reason, count in
      ReportTable.Row(
        own: reason.rawValue,
        [.count(count.batches), .count(count.events), .note(reason.reason)])
    }
    return ReportSection(
      "left_out", "Left out with these options", .table(ReportTable(columns, rows)))
  }
}
