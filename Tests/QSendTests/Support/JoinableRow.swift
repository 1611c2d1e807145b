import TestSupport

/// A record for `--join=user`, and what the rules of joining go by in it.
struct JoinableRow {
  enum Kind {
    case plain
    /// Only some sources of the reference allow its event's type.
    case doubtful
    case invalid, damaged
    /// Without events.
    case empty
    /// The same as an earlier row.
    case copy
  }

  let kind: Kind
  let user: Int
  /// What its envelope differs in.
  let level: Int
  let isOld: Bool
  let events: [Int]
  let text: String

  /// Whether it may share a batch at all.
  var canShare: Bool { kind == .plain || kind == .doubtful && !isOld }

  /// Whether two rows differ in nothing but their events.
  func isLike(_ other: JoinableRow) -> Bool {
    user == other.user && level == other.level && isOld == other.isOld && kind == other.kind
  }

  /// Random rows of a few users, of whom one comes back to the same envelope most of the time.
  static func rows(_ count: Int, _ random: inout SeededGenerator) -> [JoinableRow] {
    var rows: [JoinableRow] = []
    for number in 0..<count {
      if Int.random(in: 0..<12, using: &random) == 0, let row = rows.randomElement(using: &random),
        row.canShare
      {
        rows.append(
          JoinableRow(
            kind: .copy, user: row.user, level: row.level, isOld: row.isOld, events: row.events,
            text: row.text))
      } else {
        rows.append(row(number, &random))
      }
    }
    return rows
  }

  private static func row(_ number: Int, _ random: inout SeededGenerator) -> JoinableRow {
    let kinds: [(Int, Kind)] = [
      (0, .invalid), (1, .damaged), (2, .empty), (3, .doubtful), (4, .doubtful),
    ]
    let draw = Int.random(in: 0..<40, using: &random)
    let kind = kinds.first { $0.0 == draw }?.1 ?? .plain
    let user = Int.random(in: 1...4, using: &random)
    let level = Int.random(in: 0..<8, using: &random) / 7
    let isOld = Int.random(in: 0..<10, using: &random) == 0
    let count = kind == .empty ? 0 : Int.random(in: 1...3, using: &random)
    let events = (0..<count).map { number * 10 + $0 }
    let filling = Int.random(in: 0..<30, using: &random) == 0 ? 40_000 : 5
    let type = kind == .doubtful ? "unknown" : "other"
    let time = isOld ? 1_700_000_000_000 : 1_761_900_000_000
    let list = events.map {
      "{\"event_type\":\"custom_event\",\"data\":{\"event_id\":\"\($0)\",\"event_name\":\"e\","
        + "\"custom_event_type\":\"\(type)\",\"timestamp_unixtime_ms\":\(time),"
        + "\"custom_attributes\":{\"a\":\"\(String(repeating: "x", count: filling))\"}}}"
    }
    let environment = kind == .invalid ? "test" : "production"
    let text =
      "{\"batch_id\":\"\(number)\",\"mpid\":\"\(user)\",\"environment\":\"\(environment)\","
      + "\"events\":[\(list.joined(separator: ","))],\"user_attributes\":{\"level\":\(level)}}"
    return JoinableRow(
      kind: kind, user: user, level: level, isOld: isOld, events: events, text: text)
  }
}
