import PipeCommon
import Testing

@testable import qsend

/// What a batch is sent with all the same.
@Suite struct BatchWarningsTests {
  @Test(arguments: rows)
  func batchesAreCounted(row: Row) throws {
    #expect(try Self.names(row.members) == row.names)
  }

  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let members: String
    let names: [String]

    init(_ what: String, _ members: String, _ names: [String]) {
      testDescription = what
      self.members = members
      self.names = names
    }
  }

  /// When the batches below are looked at.
  private static let now = Timestamp(milliseconds: 1_600_128_000_000)
  private static let fortnight = 14 * Timestamp.millisecondsADay

  private static let rows = [
    Row("nothing", #""events":[]"#, []),
    Row("received in time", received(now.milliseconds - fortnight), []),
    Row("received too early", received(now.milliseconds - fortnight - 1), ["older_than_14d"]),
    Row("one event in time", events(1, now.milliseconds), []),
    Row("only old events", events(1, 2), ["older_than_14d"]),
    Row("received late", received(now.milliseconds) + "," + events(1), []),
    Row("an allowed attribute", attributes("c", "b") + blocked, ["allowed_user_attributes"]),
    Row("blocked attributes", attributes("a", "\\u0063") + blocked, []),
    Row("no attributes", #""user_attributes":{}"# + blocked, []),
    Row("attributes that were not quarantined", attributes("b"), []),
    Row("deletions", #""deleted_user_attributes":["a"]"#, ["deletions"]),
    Row("no deletions", #""deleted_user_attributes":[]"#, []),
    Row("deletions that are null", #""deleted_user_attributes":null"#, []),
    Row("consent", #""consent_state":{}"#, ["consent"]),
    Row("consent that is null", #""consent_state":null"#, []),
  ]

  @Test(arguments: limits)
  func limitsAreForUnicodeScalars(row: Limit) throws {
    #expect(try Self.exceeded(row.kept).isEmpty)
    #expect(try Self.exceeded(row.broken) == [row.limit])
  }

  struct Limit {
    let limit: SoftLimit
    let kept: String
    let broken: String

    init(_ limit: SoftLimit, _ most: Int, _ members: (Int) -> String) {
      self.limit = limit
      kept = members(most)
      broken = members(most + 1)
    }
  }

  private static let limits = [
    Limit(.eventName, 256) { event(name: text($0)) },
    Limit(.attributeName, 256) { event(#"{"\#(text($0))":1}"#) },
    Limit(.attributeValue, 4096) { event(#"{"a":"\#(text($0))"}"#) },
    Limit(.eventAttributes, 100) { event("{\(members($0))}") },
    Limit(.attributeName, 256) { #""user_attributes":{"\#(text($0))":1}"# },
    Limit(.attributeValue, 4096) { #""user_attributes":{"a":"\#(text($0))"}"# },
    Limit(.userAttributes, 100) { #""user_attributes":{\#(members($0))}"# },
    Limit(.listEntries, 1000) { #""user_attributes":{"a":[\#(list($0, of: "1"))]}"# },
    Limit(.listEntry, 512) { #""user_attributes":{"a":["\#(text($0))"]}"# },
  ]

  @Test func whatIsExceededMostOftenIsNamed() throws {
    var warnings = BatchWarnings(now: Self.now)
    for members in [
      Self.event(name: Self.text(300)), Self.event(#"{"\#(Self.text(300))":1}"#),
      #""user_attributes":{"\#(Self.text(300))":1}"#,
    ] {
      try Self.note(members, &warnings)
    }
    let overLimits = try #require(warnings.counts.first { $0.name == "over_limits" })
    #expect(overLimits.count == 3)
    #expect(overLimits.text.hasSuffix("most often an attribute name of more than 256 characters"))
  }
}

// MARK: Batches

extension BatchWarningsTests {
  private static let blocked =
    #","context":{"data_plan":{"block_metadata":{"blocked_user_attributes":["c","a"]}}}"#

  private static func received(_ time: Int64) -> String { #""timestamp_unixtime_ms":"\#(time)""# }

  private static func attributes(_ names: String...) -> String {
    #""user_attributes":{\#(names.map { "\"\($0)\":1" }.joined(separator: ","))}"#
  }

  private static func events(_ times: Int64...) -> String {
    let events = times.map {
      #"{"event_type":"first_run","data":{"timestamp_unixtime_ms":"\#($0)"}}"#
    }
    return #""events":[\#(events.joined(separator: ","))]"#
  }

  private static func event(name: String) -> String {
    event(data: #""custom_event_type":"other","event_name":"\#(name)""#)
  }

  private static func event(_ attributes: String) -> String {
    event(data: #""custom_event_type":"other","event_name":"a","custom_attributes":\#(attributes)"#)
  }

  private static func event(data: String) -> String {
    #""events":[{"event_type":"custom_event","data":{"timestamp_unixtime_ms":1,\#(data)}}]"#
  }

  /// So many characters: one of one byte, one of four, one that is escaped, and so on.
  private static func text(_ count: Int) -> String {
    (0..<count).map { ["a", "😀", "\\u00e9", "\\ud83d\\ude00"][$0 % 4] }.joined()
  }

  private static func members(_ count: Int) -> String {
    (0..<count).map { "\"\($0)\":0" }.joined(separator: ",")
  }

  private static func list(_ count: Int, of element: String) -> String {
    repeatElement(element, count: count).joined(separator: ",")
  }

  private static func note(_ members: String, _ warnings: inout BatchWarnings) throws {
    let text = try JSONText(PreparedRow.batch(members))
    var walk = WireWalk(DoubtKinds())
    try walk.walk(text.view)
    var lists: BlockLists?
    if let node = walk.found.blockMetadata { lists = try BlockLists(node, text.view) }
    warnings.note(walk.found, lists, isSplit: false, text.view)
  }

  private static func names(_ members: String) throws -> [String] {
    var warnings = BatchWarnings(now: now)
    try note(members, &warnings)
    return warnings.counts.filter { $0.count > 0 && $0.name != "without_block_metadata" }.map(
      \.name)
  }

  private static func exceeded(_ members: String) throws -> Set<SoftLimit> {
    var walk = WireWalk(DoubtKinds())
    let text = try JSONText(PreparedRow.batch(members))
    try walk.walk(text.view)
    return Set(SoftLimit.allCases.filter { walk.found.exceeded & 1 << UInt8($0.rawValue) != 0 })
  }
}
