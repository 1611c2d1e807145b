import Foundation

/// Whether a replay came to the end that its input asks for: nothing lost, nothing under two ids,
/// receipts and rejects exact, the journal right.
struct FaultCheck {
  private struct Receipt: Decodable {
    let line: Int
    let part: Int
    let parts: Int
    let status: String
    let id: String?
    let events: [String]

    enum CodingKeys: String, CodingKey {
      case line, part, parts, status
      case id = "source_request_id"
      case events = "event_ids"
    }
  }

  private struct Batch: Decodable {
    struct Event: Decodable { let data: EventData }
    struct EventData: Decodable {
      let id: Int
      let attributes: [String: String]
      enum CodingKeys: String, CodingKey {
        case id = "event_id"
        case attributes = "custom_attributes"
      }
    }

    let id: String
    let events: [Event]

    enum CodingKeys: String, CodingKey {
      case id = "source_request_id"
      case events
    }
  }

  private struct Journal: Decodable {
    let records: Int
    let accepted: Int
    let rejected: Int
    let invalid: Int
    let underWay: Int
    let receipts: Mark
    let rejects: Mark

    struct Mark: Decodable { let length: Int }

    enum CodingKeys: String, CodingKey {
      case records, accepted, rejected, invalid, receipts, rejects
      case underWay = "under_way"
    }
  }

  private let input: FaultInput
  private let decoder = JSONDecoder()
  /// The id under which each event arrived, in whichever replay: it must be the same in all.
  private var ids: [String: String] = [:]
  private(set) var faults: [String] = []

  init(_ input: FaultInput) { self.input = input }

  mutating func add(_ fault: String) { faults.append(fault) }

  /// Compares the end of one replay.
  mutating func check(_ end: FaultReplay.End, _ name: String) {
    let before = faults.count
    let arrived = arrivals(end)
    checkReceipts(end)
    let rejects = input.records.compactMap(\.reject).map { $0 + "\n" }.joined()
    if end.rejects != rejects { faults.append(difference("rejects", end.rejects, rejects)) }
    for record in input.records {
      for marker in record.arriving where !arrived.contains(marker) {
        faults.append("\(marker) never arrived")
      }
    }
    checkJournal(end)
    if end.statuses.last != 1 { faults.append("the last run ended with \(end.statuses)") }
    if faults.count > before { faults.append("↑ \(name), which befell \(end.befallen)") }
  }

  /// The markers of the events that arrived.
  private mutating func arrivals(_ end: FaultReplay.End) -> Set<String> {
    var arrived: Set<String> = []
    for line in end.arrived.split(separator: 0x0A) {
      guard let batch = try? decoder.decode(Batch.self, from: Data(line)) else {
        faults.append("what arrived is no batch: \(String(decoding: line, as: UTF8.self))")
        continue
      }
      for event in batch.events {
        let marker = event.data.attributes["marker"] ?? ""
        arrived.insert(marker)
        if let other = ids.updateValue(batch.id, forKey: "\(event.data.id)"), other != batch.id {
          faults.append("\(marker) arrived as \(other) and as \(batch.id)")
        }
      }
    }
    return arrived
  }

  private mutating func checkReceipts(_ end: FaultReplay.End) {
    let receipts = end.receipts.split(separator: "\n").map {
      ($0, try? decoder.decode(Receipt.self, from: Data($0.utf8)))
    }
    for (line, receipt) in receipts where receipt == nil {
      faults.append("no receipt: \(line.prefix(300))")
    }
    let found = receipts.compactMap(\.1)
    let expected = input.records.flatMap { record in
      record.statuses.enumerated().map { part, status in
        "line \(record.line), part \(part + 1) of \(record.statuses.count): \(status)"
      }
    }
    let said = found.map { "line \($0.line), part \($0.part) of \($0.parts): \($0.status)" }
    if said != expected {
      faults.append(
        difference("receipts", said.joined(separator: "\n"), expected.joined(separator: "\n")))
    }
    for receipt in found where receipt.status == "accepted" {
      for event in receipt.events where ids[event] != receipt.id {
        faults.append("event \(event) arrived as \(ids[event] ?? "none"), not \(receipt)")
      }
    }
  }

  private mutating func checkJournal(_ end: FaultReplay.End) {
    guard let journal = try? decoder.decode(Journal.self, from: Data(end.journal.utf8)) else {
      faults.append("no journal: \(end.journal)")
      return
    }
    let lines = input.text.split(separator: "\n").count
    for (what, found, expected) in [
      ("records", journal.records, lines),
      ("under_way", journal.underWay, 0),
      ("receipts.length", journal.receipts.length, end.receipts.utf8.count),
      ("rejects.length", journal.rejects.length, end.rejects.utf8.count),
      ("the sum", journal.accepted + journal.rejected + journal.invalid, lines),
    ] where found != expected {
      faults.append("journal: \(what) is \(found), not \(expected)")
    }
  }

  private func difference(_ what: String, _ found: String, _ expected: String) -> String {
    let one = found.split(separator: "\n", omittingEmptySubsequences: false)
    let other = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(one, other).prefix { $0 == $1 }.count
    func line(_ lines: [Substring]) -> Substring {
      place < lines.count ? lines[place].prefix(400) : "nothing"
    }
    return "\(what), line \(place + 1) of \(one.count): '\(line(one))', not '\(line(other))'"
  }
}
