import PipeCommon

/// What a data plan would block, by name.
struct StillBlockedCounts {
  /// Batches with at least one finding.
  var batches = 0
  var events = NameCounts()
  var eventAttributes = NameCounts()
  var productAttributes = NameCounts()
  var userAttributes = NameCounts()
  var userIdentities = NameCounts()
  var deviceIdentities = NameCounts()

  private static let linesOfAKind = 10

  private var lists: [(name: String, noun: String, counts: NameCounts)] {
    [
      ("events", "event", events), ("event_attributes", "event attribute", eventAttributes),
      ("product_attributes", "product attribute", productAttributes),
      ("user_attributes", "user attribute", userAttributes),
      ("user_identities", "user identity", userIdentities),
      ("device_identities", "device identity", deviceIdentities),
    ]
  }

  /// For the summary: each kind's names with their counts.
  var json: [(String, PlainJSON)] {
    [("batches", .count(batches))]
      + lists.map { list in
        let entries = list.counts.ranked.map { entry in
          PlainJSON.object([("name", .bytes(entry.name ?? [])), ("count", .count(entry.count))])
        }
        return (list.name, .list(entries))
      }
  }

  /// For people: a line for each name, the most frequent first.
  var lines: [String] {
    lists.flatMap { list in
      let ranked = list.counts.ranked
      var lines = ranked.prefix(Self.linesOfAKind).map { entry in
        let name = String(decoding: entry.name ?? [], as: UTF8.self)
        return "  \(list.noun) '\(name)': \(entry.count.grouped)"
      }
      if ranked.count > lines.count {
        let rest = (list.counts.distinct - lines.count).grouped
        lines.append("  and \(rest) more of this kind (--summary has the counts)")
      }
      return lines
    }
  }
}
