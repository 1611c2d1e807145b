import PipeCommon

/// What a person in trouble asks first, each answered in a sentence.
extension ReportCounts {
  var answers: [ReportDocument.Answer] {
    guard batches > 0 else { return [("What happened?", "nothing in quarantine here")] }
    var answers = [("What happened?", whatHappened)]
    if let firstTime, let lastTime {
      answers.append(("Since when?", "\(firstTime.minute) to \(lastTime.minute) UTC"))
    }
    if let goingOn { answers.append(("Is it going on?", goingOn)) }
    answers.append(("Which release?", whichRelease))
    if let replayUntil { answers.append(("Replay until?", replayUntil)) }
    answers.append(("How long?", howLong))
    return answers
  }

  private var whatHappened: String {
    let whose =
      users.isEstimate ? "about \(users.count.grouped) users" : users.count.counted("user")
    let what = "\(events.counted("event")) of \(whose) blocked, in \(batches.counted("batch"))"
    let names = frequentNames.prefix(3).filter { $0.name != nil }.map {
      "\(label($0)) (\($0.count.grouped))"
    }
    return names.isEmpty ? what : "\(what); most often \(names.joined(separator: ", "))"
  }

  private var goingOn: String? {
    guard let isGoingOn, let quietSeconds, let lastSeen else { return nil }
    let end = "the end of the export, \(lastSeen.minute)"
    if isGoingOn { return "yes: the last was \(quietSeconds.asTime) before \(end)" }
    return "no: nothing blocked in the last \(quietSeconds.asTime) before \(end)"
  }

  private var whichRelease: String {
    let named = applications.ranked.filter { $0.name != nil && applications.isSure($0) }
    guard !named.isEmpty else {
      let distinct = applications.distinct
      return applications.isApproximate
        ? "none stands out among about \(distinct.grouped)" : "the batches do not say"
    }
    if let only = named.first, only.count == batches { return "\(label(only)), in all batches" }
    let releases = named.prefix(3).map {
      "\(label($0)): \($0.count.grouped) of \(batches.counted("batch"))"
    }
    let more = applications.distinct - releases.count
    // Where none has half of them, it was hardly a release.
    return (named[0].count * 2 < batches ? "no single one; " : "")
      + releases.joined(separator: "; ") + (more > 0 ? "; and \(more.grouped) more" : "")
  }

  private var replayUntil: String? {
    let parts = replayParts.steps.compactMap(\.replayUntil)
    guard let first = parts.first, let last = parts.last else { return nil }
    let until =
      first.minute == last.minute
      ? "\(first.minute) UTC"
      : "\(first.minute) UTC for the first part, \(last.minute) for the last"
    guard pastReplayWindow > 0 else { return until }
    let share = pastReplayWindow == batches ? "all" : pastReplayWindow.grouped
    return "\(until); \(share) of \(batches.counted("batch")) past it"
  }

  private var howLong: String {
    func time(_ batches: Int) -> String { ReplayEstimate.seconds(batches).asTime }
    let joined = sending.joinedBatches
    return "\(sending.batches.counted("batch")) as they are, \(time(sending.batches)) at "
      + "\(EventsAPI.usualRate) a second; about \(joined.grouped) joined by user, \(time(joined))"
  }

  /// Short enough for a sentence.
  private func label(_ entry: NameCounts.Entry) -> String {
    let name = entry.name.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return name.isEmpty ? "(empty)" : name.cut(to: 40)
  }
}
