import Foundation

/// Whether everything a sender promises was kept: what arrived, the receipts, the rejects and the
/// summary are compared with the input, and with one another.
struct ChaosCheck {
  private struct Summary: Decodable {
    let records: Int
    let blank: Int
    let accepted: Int
    let rejected: Int
    let invalid: Int
    let skipped: Int
    let unsettled: Int
    let exit: Int32
    let total: Total

    struct Total: Decodable {
      let accepted: Int
      let rejected: Int
      let invalid: Int
    }
  }

  private let input: ChaosInput
  private let run: ChaosRun
  let arrivals: ChaosArrivals
  private(set) var receipts: ChaosReceipts
  private var ownFaults: [String] = []

  /// What was not as it must be, in words; how the last run ended may explain the rest.
  var faults: [String] { ownFaults + receipts.faults + arrivals.faults }

  /// The first of them: a fault in one place often shows in another ten thousand times.
  var excerpt: String {
    [ownFaults, receipts.faults, arrivals.faults].flatMap { $0.prefix(8) }.joined(separator: "\n")
  }

  init(_ run: ChaosRun, of input: ChaosInput) {
    self.run = run
    self.input = input
    arrivals = ChaosArrivals(run.contents("accepted"), of: input)
    receipts = ChaosReceipts(run.contents("receipts"), of: input)
    receipts.compare(with: arrivals)
    checkEnd()
    checkRejects()
  }

  /// Each record that was not sent is in the rejects once, and nothing else.
  private mutating func checkRejects() {
    var found: [[UInt8]: Int] = [:]
    for line in run.contents("rejects").split(separator: UInt8(ascii: "\n")) {
      found[Array(line), default: 0] += 1
    }
    for record in input.records where !record.text.isEmpty {
      let times = found.removeValue(forKey: record.text) ?? 0
      if times == 0 { ownFaults.append("line \(record.line) is not in the rejects") }
      if times > 1 {
        ownFaults.append("line \(record.line) is in the rejects \(times) times")
      }
    }
    for line in found.keys {
      ownFaults.append("in the rejects, but no reject: \(String(decoding: line, as: UTF8.self))")
    }
  }

  private mutating func checkEnd() {
    let expected: Int32 = input.records.contains { !$0.text.isEmpty } ? 1 : 0
    if run.status != expected {
      let words = String(decoding: run.contents("errors").suffix(1000), as: UTF8.self)
      ownFaults.append("the last run ended with \(run.status), not \(expected): \(words)")
    }
    let data = Data(run.contents("summary"))
    guard let summary = try? JSONDecoder().decode(Summary.self, from: data) else {
      ownFaults.append("no summary: \(String(decoding: data, as: UTF8.self))")
      return
    }
    checkCounts(summary)
  }

  /// The last run has read the whole input, and its totals are those of all runs.
  private mutating func checkCounts(_ summary: Summary) {
    for (name, count, expected) in [
      ("exit", Int(summary.exit), Int(run.status)),
      ("records", summary.records, input.lines),
      (
        "the sum of what became of records",
        summary.accepted + summary.rejected + summary.invalid + summary.skipped
          + summary.unsettled + summary.blank, summary.records
      ),
      (
        "accepted by all runs", summary.total.accepted,
        lines { ($0.fate == .accepted || $0.fate == .copy) && $0.faulty == nil }
      ),
      (
        "invalid to all runs", summary.total.invalid,
        lines { $0.fate == .damaged || $0.fate == .invalid || $0.faulty != nil }
      ),
      ("rejected by all runs", summary.total.rejected, lines { $0.fate == .rejected }),
      ("unsettled", summary.unsettled, 0),
    ] where count != expected {
      ownFaults.append("the summary: \(name) is \(count), not \(expected)")
    }
  }

  /// How many lines those records have.
  private func lines(_ isMeant: (ChaosInput.Record) -> Bool) -> Int {
    input.records.filter(isMeant).reduce(0) { $0 + $1.lines }
  }
}
