import PipeCommon

/// The report for programs: one object, every member always there.
extension ReportCounts {
  var json: PlainJSON {
    .object([
      ("batches", .count(batches)), ("not_quarantined", .count(notQuarantined)),
      ("without_mpid", .count(withoutMPID)), ("events", .count(events)),
      ("users", .count(users.count)), ("first_time", time(firstTime)),
      ("last_time", time(lastTime)), ("past_replay_window", .count(pastReplayWindow)),
      ("older_than_30d", .count(olderThan30Days)),
      ("plans", list(plans, batchwise)), ("event_types", list(eventTypes, timed)),
      ("event_names", list(eventNames, timed)), ("event_attributes", list(eventAttributes)),
      ("user_attributes", list(userAttributes)), ("user_identities", list(userIdentities)),
      ("device_identities", list(deviceIdentities)),
      ("environments", list(environments, batchwise)),
      ("applications", list(applications, batchwise)), ("platforms", list(platforms, batchwise)),
      ("sources", list(sources, batchwise)), ("timeline", timelineJSON),
      ("replay_until", .list(replayParts.steps.indices.compactMap(replayPart))),
      ("sending", sendingJSON),
      ("left_out", .list(rankedLeftOut.map(entry))),
      ("users_estimated", .text(users.isEstimate ? "standard error 0.8 %" : "exact")),
      ("approximate", .list(approximate)),
    ])
  }

  private var timelineJSON: PlainJSON {
    .object([
      ("step_seconds", .count(timeline.width.seconds)), ("start", time(timeline.start)),
      ("counts", .list(timeline.steps.map { .count($0) })),
      ("without_time", .count(events - timeline.steps.reduce(0, +))),
      ("last_seen", time(lastSeen)), ("quiet_seconds", quietSeconds.map { .count($0) } ?? .null),
      ("going_on", isGoingOn.map { .text($0 ? "yes" : "no") } ?? .null),
      (
        "names",
        .list(
          frequentNames.map { entry in
            .object([
              ("name", entry.name.map { .bytes($0) } ?? .null),
              ("counts", .list(entry.timeline.steps(of: timeline).map { .count($0) })),
            ])
          })
      ),
    ])
  }

  /// Days in which nothing was quarantined are left out.
  private func replayPart(_ step: Int) -> PlainJSON? {
    let part = replayParts.steps[step]
    guard part.batches > 0 else { return nil }
    return .object([
      ("name", .text(replayParts.start(ofStep: step).date)), ("count", .count(part.batches)),
      ("days", .count(replayParts.width.seconds / 86_400)), ("events", .count(part.events)),
      ("replay_until", time(part.replayUntil)), ("historical_from", time(part.historicalFrom)),
    ])
  }

  private var sendingJSON: PlainJSON {
    .object([
      ("events", .count(sending.events)), ("batches_per_second", .count(EventsAPI.usualRate)),
      ("batches", .count(sending.batches)),
      ("seconds", .count(ReplayEstimate.seconds(sending.batches))),
      ("joined_batches", .count(sending.joinedBatches)),
      ("joined_seconds", .count(ReplayEstimate.seconds(sending.joinedBatches))),
    ])
  }

  /// Reasons by how much they leave out.
  var rankedLeftOut: [(reason: LeftOut, count: (batches: Int, events: Int))] {
    leftOut.map { ($0.key, $0.value) }.sorted { one, other in
      let counts = (total(one), total(other))
      return counts.0 != counts.1 ? counts.0 > counts.1 : one.0.rawValue < other.0.rawValue
    }
  }

  private func total(_ entry: (LeftOut, (batches: Int, events: Int))) -> Int {
    entry.1.events > 0 ? entry.1.events : entry.1.batches
  }

  private func entry(_ reason: LeftOut, _ count: (batches: Int, events: Int)) -> PlainJSON {
    .object([
      ("name", .text(reason.rawValue)), ("count", .count(total((reason, count)))),
      ("batches", .count(count.batches)), ("events", .count(count.events)),
      ("reason", .text(reason.reason)),
    ])
  }

  /// The lists whose counts are not exact, and by how much they can be off.
  private var approximate: [PlainJSON] {
    lists.filter { $0.counts.isApproximate }.map { name, _, counts, _ in
      .object([
        ("name", .text(name)), ("distinct", .count(counts.distinct)),
        ("error", .count(counts.floor)),
      ])
    }
  }

  private typealias Members = (NameCounts.Entry) -> [(name: String, value: PlainJSON)]

  private func list(_ counts: NameCounts, _ members: Members = { _ in [] }) -> PlainJSON {
    .list(
      counts.ranked.map { entry in
        var object: [(name: String, value: PlainJSON)] = [
          ("name", entry.name.map { .bytes($0) } ?? .null), ("count", .count(entry.count)),
        ]
        if counts.isApproximate { object.append(("error", .count(entry.error))) }
        return .object(object + members(entry))
      })
  }

  private func batchwise(_ entry: NameCounts.Entry) -> [(name: String, value: PlainJSON)] {
    [("batches", .count(entry.count)), ("events", .count(entry.also))] + timed(entry)
  }

  private func timed(_ entry: NameCounts.Entry) -> [(name: String, value: PlainJSON)] {
    [("first_time", time(entry.first)), ("last_time", time(entry.last))]
  }

  private func time(_ time: Timestamp?) -> PlainJSON {
    time.map { .text("\($0)") } ?? .null
  }
}
