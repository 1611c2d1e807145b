import Foundation
import PipeCommon
import TestSupport
import Testing

@testable import qsend

/// What arrives is the same with and without joining, but for the number of batches; and which
/// records share one depends on nothing that a restart changes.
@Suite struct UserJoiningProperties {
  private static let eventLimit = 7
  private static let blockLength = 40
  /// Before this, events are old.
  private static let cut = Timestamp(milliseconds: 1_760_000_000_000)

  /// A run over some rows, as qsend makes one.
  private struct Run {
    var joining: UserJoining
    private var preparation = PreparedRow.preparation(
      replayID: "r", historicalBefore: UserJoiningProperties.cut)
    private(set) var batches: [OutgoingBatch] = []
    /// What each row's batch is by itself, and of which row it is a copy.
    private(set) var alone: [Int: OutgoingBatch] = [:]
    private(set) var copies: [Int: Int] = [:]
    private let settled: Int

    init(_ memory: JoiningMemory = JoiningMemory(), settled: Int = 0) {
      self.settled = settled
      joining = UserJoining(
        replayID: "r", eventLimit: UserJoiningProperties.eventLimit, memory, settled: settled,
        blockLength: UserJoiningProperties.blockLength)
    }

    mutating func take(_ rows: ArraySlice<JoinableRow>) throws {
      for (number, row) in zip(rows.indices, rows) {
        if row.kind == .damaged {
          joining.addDamaged(bytes: row.text.utf8.count)
        } else {
          let json = try JSONText(row.text)
          let place = Place(file: "f", line: number)
          let result = preparation.prepare(
            json.view, sequence: joining.nextSequence, at: place)
          if case .ready(let record) = result { alone[number] = record.parts[0].batch }
          copies[number] = joining.add(result, json.view, at: place)?.line
        }
        if joining.isBlockComplete { close() }
      }
    }

    mutating func close() { batches += joining.close() }

    /// The numbers of the rows that share a batch.
    func numbers(_ batch: OutgoingBatch) -> [Int] {
      (batch.members.isEmpty ? [batch.sequence] : batch.members.map(\.sequence)).map {
        $0 + settled
      }
    }
  }

  /// Random rows, and the run that has taken all of them.
  private func sent(_ seed: Int) throws -> ([JoinableRow], Run) {
    var random = SeededGenerator(seed: UInt64(seed))
    let rows = JoinableRow.rows(150, &random)
    var run = Run()
    try run.take(rows[...])
    run.close()
    return (rows, run)
  }

  /// Which rows share batches, by the words of the contract.
  private func groups(
    _ rows: [JoinableRow], blocks ends: [Int], size: (Int) -> (whole: Int, events: Int)
  ) -> [[Int]] {
    var groups: [[Int]] = []
    var seen: Set<String> = []
    var open: [Int: (group: Int, events: Int, bytes: Int)] = [:]
    for (number, row) in rows.enumerated() {
      if ends.contains(number) { open = [:] }
      switch row.kind {
      case .damaged, .copy: continue
      // On the historical path nobody can be asked.
      case .invalid,
        .doubtful where !row.canShare:
        open[row.user] = nil
      case .empty:
        open[row.user] = nil
        groups.append([number])
      case .plain, .doubtful:
        seen.insert(row.text)
        if let last = open[row.user], let first = groups[last.group].first,
          rows[first].isLike(row), last.events + row.events.count <= Self.eventLimit,
          last.bytes + size(number).events + 1 <= 128_000
        {
          groups[last.group].append(number)
          open[row.user] = (
            last.group, last.events + row.events.count, last.bytes + size(number).events + 1
          )
        } else {
          open[row.user] = (groups.count, row.events.count, size(number).whole)
          groups.append([number])
        }
      }
    }
    return groups
  }

  @Test(arguments: 0..<40)
  func theRulesDecideWhoSharesABatch(seed: Int) throws {
    let (rows, run) = try sent(seed)
    let expected = groups(rows, blocks: [40, 80, 120]) { number in
      let batch = run.alone[number]
      return (batch?.size ?? 0, batch?.written.count ?? 0)
    }
    #expect(run.batches.map(run.numbers) == expected, "seed \(seed)")
    for (number, row) in rows.enumerated() {
      let original = row.kind == .copy ? rows.firstIndex { $0.text == row.text } : nil
      #expect(run.copies[number] == original, "seed \(seed), row \(number)")
    }
  }

  @Test(arguments: 0..<40)
  func aBatchIsItsRecordsEnvelopeWithTheirEvents(seed: Int) throws {
    let (rows, run) = try sent(seed)
    var ids: Set<String> = []
    for batch in run.batches {
      #expect(ids.insert(batch.requestID.text).inserted, "seed \(seed)")
      #expect(batch.wire.count == batch.size && batch.size <= 128_000, "seed \(seed)")
      let numbers = run.numbers(batch)
      let whole = try object(batch.wire)
      #expect(whole.id == batch.requestID.text, "seed \(seed)")
      #expect(whole.events == numbers.flatMap { rows[$0].events.map(String.init) }, "seed \(seed)")
      for (member, number) in zip(batch.members, numbers) {
        let single = try #require(run.alone[number])
        #expect(try object(single.wire).envelope == whole.envelope, "seed \(seed)")
        let taken = batch.alone(member)
        #expect(taken.wire == single.wire && taken.size == single.size, "seed \(seed)")
        #expect(taken.requestID == single.requestID, "seed \(seed)")
        #expect(taken.written == single.written, "seed \(seed)")
      }
    }
  }

  /// The first run stops anywhere, has settled anything before that, and took some batches apart.
  @Test(arguments: 0..<60)
  func afterARestartTheSameRecordsShareTheSameBatches(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let rows = JoinableRow.rows(150, &random)
    let end = Int.random(in: 1...rows.count, using: &random)
    var first = Run()
    try first.take(rows[..<end])
    first.close()
    let settled = Int.random(in: 0...end, using: &random)
    var apart: Set<Int> = []
    for batch in first.batches where batch.canBeTakenApart {
      let numbers = first.numbers(batch)
      guard numbers[0] >= settled, Bool.random(using: &random) else { continue }
      _ = first.joining.takeApart(batch)
      apart.formUnion(numbers)
    }
    let memory = first.joining.memory(settled: settled)
    var second = Run(memory, settled: settled)
    try second.take(rows[...])
    second.close()

    var ids: [Int: String] = [:]
    for batch in second.batches {
      for number in second.numbers(batch) where number >= settled {
        #expect(ids.updateValue(batch.requestID.text, forKey: number) == nil, "seed \(seed)")
      }
    }
    for batch in first.batches {
      for number in first.numbers(batch) where number >= settled {
        let id = apart.contains(number) ? first.alone[number]?.requestID : batch.requestID
        #expect(ids[number] == id?.text, "seed \(seed), row \(number)")
      }
    }
    let all = rows.indices.filter { second.alone[$0] != nil && rows[$0].kind != .copy }
    #expect(Set(ids.keys) == Set(all.filter { $0 >= settled }), "seed \(seed)")
  }

  /// Whatever ends it, the input or `--limit`: its batches may have been taken already.
  @Test func aBlockThatWasSentIsNotEndedBefore() throws {
    var random = SeededGenerator(seed: 1)
    let rows = JoinableRow.rows(35, &random)
    var first = Run()
    try first.take(rows[..<30])
    first.close()
    var second = Run(first.joining.memory(settled: 10), settled: 10)
    var mustGoOn: [Bool] = []
    for number in rows.indices {
      try second.take(rows[number...number])
      mustGoOn.append(second.joining.mustGoOn)
    }
    #expect(mustGoOn == rows.indices.map { $0 < 29 })
  }

  private func object(
    _ wire: [UInt8]
  ) throws -> (id: String?, events: [String], envelope: NSDictionary) {
    var object = try #require(
      JSONSerialization.jsonObject(with: Data(wire)) as? [String: Any])
    let events = object.removeValue(forKey: "events") as? [[String: Any]] ?? []
    let id = object.removeValue(forKey: "source_request_id") as? String
    let ids = events.map { event in
      ((event["data"] as? [String: Any])?["event_id"] as? NSNumber)?.stringValue ?? ""
    }
    return (id, ids, object as NSDictionary)
  }
}
