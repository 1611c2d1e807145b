import Foundation
import PipeCommon
import Testing

@testable import qsend

@Suite struct LedgerTests {
  private func batch(_ sequence: Int) -> OutgoingBatch {
    OutgoingBatch.sample(sequence: sequence, user: sequence)
  }

  private func entry(_ sequence: Int) -> LedgerEntry {
    LedgerEntry(
      PreparedRecord(
        origin: RecordOrigin(place: Place(file: "f", line: sequence + 1)),
        record: Array("{}".utf8),
        parts: [PreparedRecord.Part(events: [], batch: batch(sequence))]), InputDigest())
  }

  private func outcome(_ sequence: Int, _ status: Outcome.Status) -> Outcome {
    Outcome(
      batch: batch(sequence), endpoint: .bulk, status: status, httpStatus: 0, attempts: 1,
      error: "refused")
  }

  /// The lines of the receipts that a ledger writes.
  private func receipts(_ ledger: inout Ledger, isLast: Bool = false) throws -> [Int] {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    var output = OutputWriter(try FileDescriptor(writing: file.path))
    var rejects = Rejects(to: nil, Diagnostics(tool: "test", quiet: true))
    try ledger.emit(
      to: &output, &rejects, Diagnostics(tool: "test", quiet: true), passingOverOpen: isLast)
    try output.flush()
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return text.matches(of: /"line":(\d+)/).compactMap { Int($0.1) }
  }

  private func expect(_ ledger: inout Ledger, _ lines: [Int], isLast: Bool = false) throws {
    let receipts = try receipts(&ledger, isLast: isLast)
    #expect(receipts == lines)
  }

  @Test func receiptsLeaveInInputOrder() throws {
    var ledger = Ledger(force: false)
    for sequence in 0..<4 { ledger.enter(entry(sequence)) }
    ledger.settle(outcome(2, .accepted))
    try expect(&ledger, [])
    ledger.settle(outcome(0, .accepted))
    try expect(&ledger, [1])
    ledger.settle(outcome(1, .accepted))
    try expect(&ledger, [2, 3])
    try expect(&ledger, [], isLast: true)
    let settled = ledger.counts.settled
    #expect(settled == 3)
  }

  @Test func refusalsWaitForTheFirstAcceptance() throws {
    var ledger = Ledger(force: false)
    for sequence in 0..<3 { ledger.enter(entry(sequence)) }
    ledger.settle(outcome(0, .rejected))
    try expect(&ledger, [])
    ledger.settle(outcome(1, .accepted))
    try expect(&ledger, [1, 2])
  }

  @Test func aDeclaredSystemicFaultStaysOne() throws {
    var ledger = Ledger(force: false)
    for sequence in 0..<102 { ledger.enter(entry(sequence)) }
    for sequence in 0..<100 { ledger.settle(outcome(sequence, .rejected)) }
    let isDeclared = ledger.isSystemicFault()
    ledger.settle(outcome(100, .accepted))
    ledger.openGate()
    let isStillDeclared = ledger.isSystemicFault()
    #expect(isDeclared && isStillDeclared)
    try expect(&ledger, [101], isLast: true)
  }
}
