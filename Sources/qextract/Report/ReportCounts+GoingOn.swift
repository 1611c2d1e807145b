import PipeCommon

/// Whether what blocked events still goes on, and which names to look at first.
extension ReportCounts {
  /// The 10 names that surely occurred most often.
  var frequentNames: [NameCounts.Entry] {
    Array(eventNames.ranked.filter(eventNames.isSure).prefix(10))
  }

  /// From the last blocked event to the end of the export; `nil` if one of them has no time.
  var quietSeconds: Int? { lastTime.flatMap(quietSeconds) }

  /// Whether events were blocked to the end of the export.
  var isGoingOn: Bool? { lastTime.flatMap(isGoingOn) }

  /// Devices hold events back, and one step says no more than its width: less than both is no pause.
  private func isGoingOn(_ last: Timestamp) -> Bool? {
    quietSeconds(last).map { $0 <= max(3600, timeline.width.seconds) }
  }

  private func quietSeconds(_ last: Timestamp) -> Int? {
    guard let lastSeen else { return nil }
    return max(0, Int((lastSeen.milliseconds - last.milliseconds) / 1000))
  }
}
