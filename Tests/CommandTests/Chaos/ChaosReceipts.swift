import Foundation

/// What the receipts of all runs say together, and what must not be so.
///
/// A record has its receipts once, however often the sender was killed.
struct ChaosReceipts {
  private struct Receipt: Decodable, Equatable {
    let line: Int
    let part: Int
    let parts: Int
    let status: String
    let requestID: String?

    enum CodingKeys: String, CodingKey {
      case line, part, parts, status
      case requestID = "source_request_id"
    }
  }

  private let input: ChaosInput
  /// By line: a receipt for each part, from whichever run, and how many runs wrote it.
  private var receipts: [Int: [Receipt]] = [:]
  private var runs: [Int: Int] = [:]
  private(set) var faults: [String] = []

  /// Records that have receipts of more than one run.
  var repeated: Int { runs.values.count { $0 > 1 } }

  /// - Parameter ends: where each run's receipts end; what a killed run wrote may end in a line.
  init(_ text: [UInt8], ends: [Int], of input: ChaosInput) {
    self.input = input
    var start = 0
    for (number, end) in ends.enumerated() {
      var lines = text[start..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
      let rest = lines.removeLast()
      let isLast = number == ends.count - 1
      if isLast, !rest.isEmpty { faults.append("the last receipt has no end") }
      read(lines, isLast: isLast)
      start = end
    }
  }

  /// In how many runs a line got a receipt.
  func runs(ofLine line: Int) -> Int { runs[line] ?? 0 }

  private mutating func read(_ lines: [ArraySlice<UInt8>], isLast: Bool) {
    let decoder = JSONDecoder()
    var previous = (line: 0, part: 0)
    var inThisRun: Set<Int> = []
    var repeated = 0
    for line in lines {
      guard let receipt = try? decoder.decode(Receipt.self, from: Data(line)),
        input.records.indices.contains(receipt.line - 1)
      else {
        faults.append("this is no receipt: \(String(decoding: line, as: UTF8.self))")
        continue
      }
      if (receipt.line, receipt.part) <= previous {
        faults.append("line \(receipt.line): a receipt out of order, or twice in one run")
      }
      previous = (receipt.line, receipt.part)
      let isNew = inThisRun.insert(receipt.line).inserted
      if isNew {
        if runs[receipt.line] != nil { repeated += 1 }
        runs[receipt.line, default: 0] += 1
      }
      enter(receipt)
    }
    if repeated > 0 { faults.append("a run wrote \(repeated) receipts again") }
  }

  private mutating func enter(_ receipt: Receipt) {
    let before = receipts[receipt.line]?.first { $0.part == receipt.part }
    if let before, before != receipt {
      faults.append("line \(receipt.line): two receipts that differ, \(before) and \(receipt)")
    }
    if before == nil { receipts[receipt.line, default: []].append(receipt) }
  }

  /// Compares what the receipts say with what arrived.
  mutating func compare(with arrivals: ChaosArrivals) {
    for (number, record) in input.records.enumerated() {
      let line = number + 1
      let receipts = (self.receipts[line] ?? []).sorted { $0.part < $1.part }
      switch record.fate {
      case .blank:
        if !receipts.isEmpty { faults.append("line \(line): a receipt for a blank record") }
      case .damaged, .invalid:
        if receipts.map(\.status) != ["invalid"] {
          faults.append("line \(line) is \(record.fate), but its receipts are \(receipts)")
        }
      case .accepted:
        let ids = arrivals.ids(ofLine: line)
        if receipts.contains(where: { $0.status != "accepted" || $0.parts != ids.count })
          || receipts.map(\.requestID) != ids
        {
          faults.append("line \(line) arrived as \(ids), but its receipts are \(receipts)")
        }
      }
    }
  }
}
