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
  /// By line: a receipt for each part, from whichever run.
  private var receipts: [Int: [Receipt]] = [:]
  private(set) var faults: [String] = []

  /// - Parameter text: what all runs have written.
  init(_ text: [UInt8], of input: ChaosInput) {
    self.input = input
    if text.last != UInt8(ascii: "\n") { faults.append("the last receipt has no end") }
    let decoder = JSONDecoder()
    var previous = (line: 0, part: 0)
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let receipt = try? decoder.decode(Receipt.self, from: Data(line)),
        input.numbers[receipt.line] != nil
      else {
        faults.append("this is no receipt: \(String(decoding: line, as: UTF8.self))")
        continue
      }
      if (receipt.line, receipt.part) <= previous {
        faults.append("line \(receipt.line): a receipt out of order, or twice")
      }
      previous = (receipt.line, receipt.part)
      receipts[receipt.line, default: []].append(receipt)
    }
  }

  /// Compares what the receipts say with what arrived.
  mutating func compare(with arrivals: ChaosArrivals) {
    for (number, record) in input.records.enumerated() {
      let line = record.line
      let receipts = (self.receipts[line] ?? []).sorted { $0.part < $1.part }
      let statuses = receipts.map(\.status)
      switch record.fate {
      case .blank:
        if !receipts.isEmpty { faults.append("line \(line): a receipt for a blank record") }
      case .damaged, .invalid:
        if statuses != ["invalid"] {
          faults.append("line \(line) is \(record.fate), but its receipts are \(receipts)")
        }
      case .copy:
        if statuses != ["accepted"] {
          faults.append("line \(line) is a copy, but its receipts are \(receipts)")
        }
      case .rejected:
        if statuses.isEmpty || statuses.contains(where: { $0 != "rejected" }) {
          faults.append("line \(line) is \(record.fate), but its receipts are \(receipts)")
        }
      case .accepted:
        let ids = arrivals.ids(of: number + 1)
        let accepted = receipts.filter { $0.status == "accepted" }
        let others = statuses.filter { $0 != "accepted" }
        if accepted.map(\.requestID) != ids || others != (record.faulty == nil ? [] : ["invalid"])
          || receipts.contains(where: { $0.parts != receipts.count })
        {
          faults.append("line \(line) arrived as \(ids), but its receipts are \(receipts)")
        }
      }
    }
  }
}
