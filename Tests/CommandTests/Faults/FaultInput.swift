import Foundation

/// A small input with every kind of record, and what must come of each, whatever befalls the sender.
///
/// Batches of one event, of several, in one line for each event (for `--join`), and too large for
/// one request; accepted, refused by the server, against the rules, faulty in one event, damaged.
struct FaultInput {
  /// What the stand-in refuses a request for.
  static let refused = "REFUSED"
  static let records = 60

  struct Record {
    /// The line that it begins on, from 1 on.
    let line: Int
    /// What must be in the rejects of it; `nil` if nothing.
    let reject: String?
    /// The markers of the events that must arrive.
    let arriving: [String]
    /// The statuses of its parts.
    let statuses: [String]
  }

  private(set) var records: [Record] = []
  private(set) var text = ""
  private var lines = 0

  init() {
    for number in 1...Self.records { append(number) }
  }

  private mutating func append(_ number: Int) {
    switch number % 20 {
    case 2: add(batch(number, events: 1, refused: [0]), arriving: [], ["rejected"])
    case 3, 13:
      var batch = batch(number, events: 2)
      batch.environment = "\"test\""
      add(batch, arriving: [], ["invalid"])
    case 4, 14:
      let text = String(batch(number, events: 1).text.dropLast(3))
      add([text], Record(line: lines + 1, reject: text, arriving: [], statuses: ["invalid"]))
    case 5, 15:
      var batch = batch(number, events: 3)
      batch.events[1].time = nil
      add(batch, arriving: [0, 2], ["accepted", "invalid"])
    case 6, 16: add(batch(number, events: 4), arriving: 0..<4, ["accepted"], joined: true)
    case 17 where number == 37:
      // Two of its events fill a part.
      let batch = batch(number, events: 3, refused: [2], filling: 45_000)
      add(batch, arriving: 0..<2, ["accepted", "rejected"])
    case 8:
      add(batch(number, events: 2, refused: [1]), arriving: [], ["rejected"], joined: true)
    default: add(batch(number, events: 1 + number % 3), arriving: 0..<1 + number % 3, ["accepted"])
    }
  }

  private func batch(
    _ number: Int, events: Int, refused: Set<Int> = [], filling: Int = 50
  ) -> ChaosBatch {
    let yesterday = Int(Date().timeIntervalSince1970) / 86_400 * 86_400_000 - 86_400_000
    return ChaosBatch(
      batchID: 5_000_000_000_000_000_000 + number, mpid: "\"\(1000 + number % 7)\"", level: 0,
      events: (0..<events).map { place in
        ChaosBatch.Event(
          id: number * 100 + place,
          marker: "\(number).\(place)\(refused.contains(place) ? Self.refused : "")",
          time: "\(yesterday)", filling: filling)
      })
  }

  private mutating func add(
    _ batch: ChaosBatch, arriving: some Sequence<Int>, _ statuses: [String], joined: Bool = false
  ) {
    let arriving = Array(arriving)
    let rest = batch.events.indices.filter { !arriving.contains($0) }
    let record = Record(
      line: lines + 1, reject: rest.isEmpty ? nil : batch.text(ofEvents: rest),
      arriving: arriving.map { batch.events[$0].marker }, statuses: statuses)
    let places = batch.events.indices
    add(joined ? places.map { batch.text(ofEvents: [$0]) } : [batch.text], record)
  }

  private mutating func add(_ lines: [String], _ record: Record) {
    records.append(record)
    self.lines += lines.count
    for line in lines { text += line + "\n" }
  }
}
