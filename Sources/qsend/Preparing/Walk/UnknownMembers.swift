import PipeCommon

/// The members that no source of the reference knows, by their paths: misspelt, they are lost in
/// silence.
struct UnknownMembers {
  /// More different paths are only counted.
  private static let limit = 1000
  private static let named = 3

  /// How many there were.
  private(set) var count = 0
  private var counts: [String: Int] = [:]
  private var suggestions: [String: String] = [:]

  init() {}

  mutating func add(_ key: [UInt8], in object: Int, _ parent: Int32, _ table: InboundTable) {
    count += 1
    let name = String(decoding: key, as: UTF8.self).cut(to: 60)
    let path = parent < 0 ? name : "\(table.path(parent)).\(name)"
    if counts[path] == nil {
      guard counts.count < Self.limit else { return }
      let known = table.names(of: object)
      suggestions[path] = Spelling.suggestion(for: name, among: known)
    }
    counts[path, default: 0] += 1
  }

  /// The most frequent ones, with the nearest known name: goes on after "N members".
  var text: String {
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = ranked.prefix(Self.named).map { path, count in
      "\(path)\(suggestions[path] ?? "") \(count.grouped)"
    }
    let rest = ranked.count - shown.count
    return "that the Events API's reference does not know: " + shown.joined(separator: ", ")
      + (rest > 0 ? " and \(rest.grouped) more" : "")
  }
}
