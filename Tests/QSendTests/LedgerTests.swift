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

  /// The lines of the records that have their turn.
  private func receipts(_ ledger: inout Ledger, isLast: Bool = false) -> [Int] {
    var lines: [Int] = []
    while let entry = ledger.next(passingOverOpen: isLast) {
      lines += entry.receipts.map(\.origin.place.line)
    }
    return lines
  }

  private func expect(_ ledger: inout Ledger, _ lines: [Int], isLast: Bool = false) {
    let receipts = receipts(&ledger, isLast: isLast)
    #expect(receipts == lines)
  }

  @Test func receiptsLeaveInInputOrder() {
    var ledger = Ledger(force: false)
    for sequence in 0..<4 { ledger.enter(entry(sequence)) }
    ledger.settle(outcome(2, .accepted))
    expect(&ledger, [])
    ledger.settle(outcome(0, .accepted))
    expect(&ledger, [1])
    ledger.settle(outcome(1, .accepted))
    expect(&ledger, [2, 3])
    expect(&ledger, [], isLast: true)
    let isFull = ledger.isFull
    #expect(!isFull)
  }

  @Test func refusalsWaitForTheNextAcceptance() {
    var ledger = Ledger(force: false)
    for sequence in 0..<3 { ledger.enter(entry(sequence)) }
    ledger.settle(outcome(0, .rejected))
    expect(&ledger, [])
    ledger.settle(outcome(1, .accepted))
    expect(&ledger, [1, 2])
    ledger.settle(outcome(2, .rejected))
    expect(&ledger, [])
    ledger.openGate()
    expect(&ledger, [3])
  }

  @Test func aDeclaredSystemicFaultStaysOne() {
    var ledger = Ledger(force: false)
    for sequence in 0..<102 { ledger.enter(entry(sequence)) }
    for sequence in 0..<100 { ledger.settle(outcome(sequence, .rejected)) }
    ledger.declareSystemicFault()
    ledger.settle(outcome(100, .accepted))
    ledger.openGate()
    expect(&ledger, [101], isLast: true)
  }

  // MARK: Records that share a batch

  /// What each record that has its turn counts as, of which batch, and how many share it.
  private func says(_ ledger: inout Ledger) -> [String] {
    var said: [String] = []
    while let entry = ledger.next(passingOverOpen: false) {
      said += entry.receipts.map { "\($0.status) \($0.joined) \($0.share) \($0.error ?? "")" }
    }
    return said
  }

  @Test func whatBecomesOfABatchBecomesOfAllThatShareIt() {
    var ledger = Ledger(force: false)
    for sequence in 0..<3 { ledger.enter(entry(sequence)) }
    var shared = batch(0)
    // The first is settled by an earlier run.
    shared.members = [-1, 0, 2].map { sequence in
      OutgoingBatch.Member(
        sequence: sequence, part: 0, requestID: shared.requestID, events: 1, written: 0..<0)
    }
    ledger.settle(
      Outcome(
        batch: shared, endpoint: .bulk, status: .accepted, httpStatus: 202, attempts: 1, error: nil)
    )
    let first = says(&ledger)
    #expect(first == ["accepted 3 further "])
    ledger.settle(outcome(1, .accepted))
    let rest = says(&ledger)
    #expect(rest == ["accepted 1 first refused", "accepted 3 further "])
  }
}
