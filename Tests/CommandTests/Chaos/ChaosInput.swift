import Foundation
import TestSupport

/// Input for a sender, and what must come of each of its records.
///
/// Every event carries its record's number and its own place in it as a marker, so that it is known
/// again wherever it arrives.
struct ChaosInput {
  enum Fate {
    case accepted
    /// The server refuses it.
    case rejected
    /// Well-formed, but against the rules.
    case invalid
    case damaged
    /// The same record stands before it, and is accepted.
    case copy
    /// The `{}` with which mParticle tries out a bucket.
    case blank
  }

  struct Record {
    let fate: Fate
    /// The line that it begins on, and how many lines it takes: with `--join`, one for each event.
    let line: Int
    let lines: Int
    let mpid: Int
    let level: Int
    let events: Int
    /// The event that is left out because it is faulty.
    let faulty: Int?
    /// What must come back as a reject; empty if nothing must.
    let text: [UInt8]
  }

  /// What the server refuses a batch for.
  static let refused = "REFUSED"

  /// More than a batch may take, so that the sender must split it.
  private static let oversizedEvent = 40_000
  private static let oversizedEvents = 4...8
  private static let users = 2000
  /// Beyond what a double can tell apart.
  private static let firstMPID = 7_346_244_611_012_968_789

  private(set) var records: [Record] = []
  private(set) var text: [UInt8] = []
  /// Where each line begins.
  private var starts: [Int] = []
  private var random: SeededGenerator
  /// Midnight before now, in ms since the epoch: some events must be young, and some old.
  private let today: Int

  /// How many lines there are, and how many of each fate.
  private(set) var lines = 0
  /// Which record begins on a line.
  private(set) var numbers: [Int: Int] = [:]
  /// For neighbours some batches stand in one line for each event, for users some come twice.
  let joining: ChaosRun.Style.Joining

  init(batches: Int, seed: UInt64, joining: ChaosRun.Style.Joining) {
    self.joining = joining
    random = SeededGenerator(seed: seed)
    today = Int(Date().timeIntervalSince1970) / 86_400 * 86_400_000
    // The end is sound: a cut there would mean that the command before the sender has died.
    while count(.accepted) < batches { append(isLast: count(.accepted) == batches - 1) }
  }

  private var counts: [Fate: Int] = [:]

  func count(_ fate: Fate) -> Int { counts[fate] ?? 0 }

  private mutating func append(isLast: Bool) {
    if joining == .users, Int.random(in: 0..<100, using: &random) == 0, appendCopy() { return }
    let number = records.count + 1
    let mpid = Self.firstMPID + Int.random(in: 0..<Self.users, using: &random)
    var fate = Fate.accepted
    var batch = self.batch(number: number, mpid: mpid)
    var faulty: Int?
    var damaged: [UInt8]?
    switch isLast ? 999 : Int.random(in: 0..<1000, using: &random) {
    case 0..<20:
      fate = .damaged
      damaged = self.damaged(Array(batch.text.utf8))
    case 20..<40:
      fate = .invalid
      breakRule(&batch)
    case 40..<45:
      fate = .blank
      damaged = Array("{}".utf8)
    case 45..<50:
      fate = .rejected
      for place in batch.events.indices {
        batch.events[place].attributes = "\"refused\":\"\(Self.refused)\","
      }
    case 50..<65 where batch.events.count > 1:
      faulty = Int.random(in: batch.events.indices, using: &random)
      batch.events[faulty ?? 0].time = nil
    case 65..<95: makeDoubtful(&batch)
    default: break
    }
    let joins =
      joining == .neighbours && damaged == nil && Int.random(in: 0..<3, using: &random) == 0
    let places = batch.events.indices
    let texts =
      damaged.map { [$0] }
      ?? (joins ? places.map { [$0] } : [Array(places)]).map {
        Array(batch.text(ofEvents: $0).utf8)
      }
    let reject =
      switch fate {
      case .damaged: damaged ?? []
      case .invalid, .rejected: Array(batch.text.utf8)
      case .accepted: faulty.map { Array(batch.text(ofEvents: [$0]).utf8) } ?? []
      case .blank, .copy: [UInt8]()
      }
    append(
      Record(
        fate: fate, line: lines + 1, lines: texts.count, mpid: mpid, level: batch.level,
        events: batch.events.count, faulty: faulty, text: reject), texts)
  }

  private mutating func append(_ record: Record, _ texts: [[UInt8]]) {
    numbers[lines + 1] = records.count
    records.append(record)
    counts[record.fate, default: 0] += 1
    lines += texts.count
    for line in texts {
      starts.append(text.count)
      text += line + [UInt8(ascii: "\n")]
    }
  }

  /// Adds a record that was there before, from anywhere.
  ///
  /// - Returns: whether the one that was drawn can be.
  private mutating func appendCopy() -> Bool {
    guard let original = records.randomElement(using: &random), original.fate == .accepted,
      original.faulty == nil, original.events < Self.oversizedEvents.lowerBound
    else { return false }
    let rest = text[starts[original.line - 1]...]
    append(
      Record(
        fate: .copy, line: lines + 1, lines: 1, mpid: original.mpid, level: original.level,
        events: original.events, faulty: nil, text: []),
      [Array(rest.prefix { $0 != UInt8(ascii: "\n") })])
    return true
  }
}

// MARK: Batches

extension ChaosInput {
  private mutating func batch(number: Int, mpid: Int) -> ChaosBatch {
    // A group that is joined is no larger than one batch may be.
    let isOversized = joining != .neighbours && Int.random(in: 0..<500, using: &random) == 0
    let count = Int.random(in: isOversized ? Self.oversizedEvents : 1...3, using: &random)
    let age = Int.random(in: 0..<10, using: &random) == 0 ? 40...50 : 0...5
    let events = (0..<count).map { place in
      let days = Int.random(in: age, using: &random)
      return ChaosBatch.Event(
        id: number * 100 + place, marker: "\(number).\(place)",
        time: "\(today - days * 86_400_000)",
        filling: isOversized ? Self.oversizedEvent : Int.random(in: 0...200, using: &random))
    }
    return ChaosBatch(
      batchID: 5_000_000_000_000_000_000 + number,
      mpid: Bool.random(using: &random) ? "\(mpid)" : "\"\(mpid)\"",
      level: Int.random(in: 0..<5, using: &random) / 4, events: events)
  }

  /// Makes a batch one that not all sources of the reference allow, but this server.
  private func makeDoubtful(_ batch: inout ChaosBatch) {
    // On the historical path nobody could be asked.
    for place in batch.events.indices where batch.events[place].filling < 1000 {
      batch.events[place].type = "unknown"
      batch.events[place].time = "\(today)"
    }
  }

  /// Makes a batch one that must not be sent.
  private mutating func breakRule(_ batch: inout ChaosBatch) {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: batch.environment = nil
    case 1: batch.environment = "\"test\""
    case 2: batch.mpid = nil
    case 3: batch.mpid = "\"73462446110129687890\""
    // One event without a time would cost only that one.
    case 4: for place in batch.events.indices { batch.events[place].time = nil }
    // What was not blocked was delivered already.
    default: batch.events[0].isBlocked = false
    }
  }

  /// Makes a line one that is no JSON. The next one must not suffer.
  private mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    // Behind the batch's id, so that no two are alike.
    let place = Int.random(in: 50..<bytes.count, using: &random)
    let start = bytes[..<place]
    let end = bytes[place...]
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      // Commas between records are framing, and do not come back.
      return Array(start.last == UInt8(ascii: ",") ? start.dropLast() : start)
    case 1: return start + [0xFF] + end
    case 2: return start + [0x00] + end
    default: return bytes.dropLast() + Array(",}".utf8)
    }
  }
}
