import PipeCommon
import Testing

@testable import qsend

/// What is wrong with one event costs that event.
@Suite struct FaultyEventTests {
  private static let faults = [
    "5", "null", #"{"event_type":"first_run"}"#,
    #"{"data":{"timestamp_unixtime_ms":1762000000000}}"#,
    #"{"event_type":"first_run","data":{"timestamp_unixtime_ms":"soon"}}"#,
    #"{"event_type":"first_run","data":{"timestamp_unixtime_ms":1762000000}}"#,
    #"{"event_type":"first_run","data":{"timestamp_unixtime_ms":1762000000000,"event_id":1.5e18}}"#,
    #"{"event_type":"custom_event","data":{"timestamp_unixtime_ms":1762000000000,"custom_event_type":"other","event_name":""}}"#,
  ]

  private static func event(_ name: String) -> String {
    #"{"event_type":"screen_view","data":{"timestamp_unixtime_ms":1762000000000,"screen_name":"\#(name)"}}"#
  }

  @Test(arguments: faults, [[0], [1], [2], [0, 1], [0, 2], [1, 2]])
  func theOthersAreSent(fault: String, places: [Int]) throws {
    let good = (0..<3).filter { !places.contains($0) }
    let events = (0..<3).map { places.contains($0) ? " \(fault) " : Self.event("\($0)") }
    let text = PreparedRow.batch("\"events\": [ \(events.joined(separator: " , ")) ], \"a\":1")
    let json = try JSONText(text)
    var preparation = PreparedRow.preparation()
    let result = preparation.prepare(json.view, sequence: 0, at: Place(file: "f", line: 1))
    guard case .ready(let record) = result else {
      Issue.record("all of it is refused: \(text)")
      return
    }
    #expect(record.parts.map { Array($0.events) } == [good] + places.map { [$0] })
    #expect(record.parts.dropFirst().allSatisfy { $0.fault != nil && $0.batch == nil })
    let wire = String(decoding: record.parts[0].batch?.wire ?? [], as: UTF8.self)
    let sent = good.map { Self.event("\($0)") }.joined(separator: ",")
    #expect(wire.hasSuffix(#""mpid":-7346244611012968789,"events":[\#(sent)],"a":1}"#), "\(wire)")
  }

  @Test(arguments: faults)
  func aRecordWithoutAGoodEventIsRefusedAsAWhole(fault: String) throws {
    let json = try JSONText(PreparedRow.batch("\"events\":[\(fault),\(fault)]"))
    var preparation = PreparedRow.preparation()
    guard
      case .invalid(let reason, _, _) = preparation.prepare(
        json.view, sequence: 0, at: Place(file: "f", line: 1))
    else {
      Issue.record("it is sent: \(fault)")
      return
    }
    #expect("\(reason.reason)".hasPrefix("events[0]"))
  }

  @Test func anEventIsKnownByAnIDThatStandsBehindItsFault() throws {
    let events =
      #"{"data":{"timestamp_unixtime_ms":"soon","event_id":"7"},"event_type":"first_run"},"#
      + Self.event("a").replacing("\"screen_name\"", with: "\"event_id\":8,\"screen_name\"")
    let json = try JSONText(
      PreparedRow.batch(
        #""context":{"data_plan":{"block_metadata":{"dto_version":1,"blocked_event_ids":[7,"8"]}}},"#
          + "\"events\":[\(events)]"))
    let policy = BatchPolicy(started: Timestamp(milliseconds: 1_762_000_000_000))
    var preparation = Preparation(policy, PreparedRow.router, replayID: "")
    guard
      case .ready(let record) = preparation.prepare(
        json.view, sequence: 0, at: Place(file: "f", line: 1))
    else {
      Issue.record("it was called delivered")
      return
    }
    var ids: [UInt8] = []
    record.origin.eventIDs.append([0, 1], to: &ids)
    #expect(String(decoding: ids, as: UTF8.self) == #""7","8""#)
  }

  @Test func anAmbiguousEventCostsTheRecord() throws {
    let event =
      #"{"event_type":"first_run","data":{"timestamp_unixtime_ms":1,"timestamp_unixtime_ms":2}}"#
    let json = try JSONText(PreparedRow.batch("\"events\":[\(event),\(Self.event("a"))]"))
    var preparation = PreparedRow.preparation()
    guard
      case .invalid(let fault, _, _) = preparation.prepare(
        json.view, sequence: 0, at: Place(file: "f", line: 1))
    else {
      Issue.record("it is sent")
      return
    }
    #expect(
      "\(fault.reason)" == "ambiguous: \"timestamp_unixtime_ms\" stands twice in its object")
  }
}
