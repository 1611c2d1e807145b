import Foundation
import PipeCommon
import TestSupport
import Testing

@testable import qsend

/// A proof finds what counting in memory, by event id alone, finds.
@Suite struct ProofProperties {
  /// A receipt of a test.
  private struct Line {
    let line: Int
    let part: Int
    let status: String
    let request: String
    let ids: [Int]

    var text: String {
      """
      {"file":"f","line":\(line),"part":\(part),"parts":9,"status":"\(status)",\
      "source_request_id":"\(request)","batch_id":"\(line)",\
      "event_ids":\(ids.map { "\($0)" }),"error":null,"joined":1}

      """
    }
  }

  @Test(arguments: 0..<40)
  func aProofIsWhatCountingFinds(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let records = (1...40).map { line in
      (line * 3, (0..<Int.random(in: 1...5, using: &random)).map { line * 10 + $0 })
    }
    var lines: [Line] = []
    for run in 0..<Int.random(in: 1...4, using: &random) {
      let start = run == 0 ? 0 : Int.random(in: 0..<40, using: &random)
      for (line, ids) in records[start...].prefix(Int.random(in: 10...40, using: &random)) {
        lines += receipts(line, ids, &random)
      }
    }
    // Some are lost.
    lines.removeAll { _ in Int.random(in: 0..<12, using: &random) == 0 }

    let findings = try prove(records, lines)
    for (fate, count) in Self.count(records.flatMap(\.1), lines) {
      #expect(findings.events[fate] == count, "seed \(seed): \(fate)")
    }
    #expect(findings.events.all == records.reduce(0) { $0 + $1.1.count })
    #expect(findings.strange == 0 && findings.strangers == 0, "seed \(seed)")
  }

  /// The receipts of a record in one run, in up to three parts; hardly ever under another id.
  private func receipts(
    _ line: Int, _ ids: [Int], _ random: inout SeededGenerator
  ) -> [Line] {
    var parts: [[Int]] = [[]]
    for id in ids {
      if parts.count < 3, !parts[parts.count - 1].isEmpty, Bool.random(using: &random) {
        parts.append([])
      }
      parts[parts.count - 1].append(id)
    }
    return parts.enumerated().map { number, ids in
      let status =
        ["accepted", "accepted", "accepted", "rejected", "invalid"]
        .randomElement(using: &random) ?? ""
      let replay = Int.random(in: 0..<10, using: &random) == 0 ? "again" : "once"
      return Line(
        line: line, part: number + 1, status: status, request: "\(line) \(ids) \(replay)",
        ids: ids)
    }
  }

  /// The oracle: all of it in memory, and nothing of order.
  private static func count(_ ids: [Int], _ lines: [Line]) -> [Fate: Int] {
    var counts = Dictionary(uniqueKeysWithValues: Fate.allCases.map { ($0, 0) })
    for id in ids {
      let told = lines.filter { $0.ids.contains(id) }
      let requests = Set(told.filter { $0.status == "accepted" }.map(\.request))
      let fate: Fate =
        requests.count > 1
        ? .twice
        : requests.count == 1
          ? .accepted
          : told.contains { $0.status == "rejected" }
            ? .rejected : told.isEmpty ? .missing : .invalid
      counts[fate]? += 1
    }
    return counts
  }

  private func prove(
    _ records: [(line: Int, ids: [Int])], _ lines: [Line]
  ) throws -> ProofFindings {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(lines.map(\.text).joined().utf8).write(to: URL(filePath: path))
    let quiet = Diagnostics(tool: "test", quiet: true)
    let settings = CommonSettings()
    var proof = Proof(
      try ReceiptIndex(path, maxRecord: settings.maxRecord, quiet), .json, settings, operands: 1,
      quiet)
    var output = OutputWriter(try FileDescriptor(writing: "/dev/null"))
    for (line, ids) in records {
      let events = ids.map { "{\"data\":{\"event_id\":\"\($0)\"}}" }.joined(separator: ",")
      let json = try JSONText("{\"batch_id\":\"\(line)\",\"events\":[\(events)]}")
      _ = try proof.process(json.view, at: Place(file: "f", line: line), into: &output)
    }
    try proof.finish(into: &output)
    return proof.findings
  }

  @Test func anEventIsKnownUnderItsFirstIDUntilManyOthersWereSeen() {
    var recent = RecentTable<UInt64>(generation: 7, count: 2)
    let early = [recent.note(0, 1), recent.note(0, 1)]
    for event in 1..<7 as Range<UInt64> { _ = recent.note(event, 1) }
    let other = recent.note(0, 2)
    for event in 10..<24 as Range<UInt64> { _ = recent.note(event, 1) }
    let late = recent.note(0, 2)
    #expect(early == [nil, 1] && other == 1 && late == nil)
  }
}
