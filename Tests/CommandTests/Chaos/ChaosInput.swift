import Foundation
import TestSupport

/// Input for a sender, and what must come of each of its records.
///
/// A record is a line, and every event carries its record's line and its own place in it as a marker,
/// so that it is known again wherever it arrives.
struct ChaosInput {
  enum Fate {
    case accepted
    /// Well-formed, but against the rules.
    case invalid
    case damaged
    /// The `{}` with which mParticle tries out a bucket.
    case blank
  }

  struct Record {
    let fate: Fate
    let mpid: Int
    let events: Int
    /// Kept for those that must come back as rejects.
    let text: [UInt8]
  }

  /// More than a batch may take, so that the sender must split it.
  private static let oversizedEvent = 40_000
  private static let users = 2000
  /// Beyond what a double can tell apart.
  private static let firstMPID = 7_346_244_611_012_968_789

  /// The record on line 1 is the first.
  private(set) var records: [Record] = []
  private(set) var text: [UInt8] = []
  private var random: SeededGenerator
  /// Midnight before now, in ms since the epoch: some events must be young, and some old.
  private let today: Int

  init(batches: Int, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    today = Int(Date().timeIntervalSince1970) / 86_400 * 86_400_000
    // The end is sound: a cut there would mean that the command before the sender has died.
    while count(.accepted) < batches { append(isLast: count(.accepted) == batches - 1) }
  }

  private var counts: [Fate: Int] = [:]

  func count(_ fate: Fate) -> Int { counts[fate] ?? 0 }

  private mutating func append(isLast: Bool) {
    let line = records.count + 1
    let mpid = Self.firstMPID + Int.random(in: 0..<Self.users, using: &random)
    var fate = Fate.accepted
    var batch = self.batch(line: line, mpid: mpid)
    let events = batch.events.count
    var bytes = Array(batch.text.utf8)
    switch isLast ? 999 : Int.random(in: 0..<1000, using: &random) {
    case 0..<20:
      fate = .damaged
      bytes = damaged(bytes)
    case 20..<40:
      fate = .invalid
      breakRule(&batch)
      bytes = Array(batch.text.utf8)
    case 40..<45:
      fate = .blank
      bytes = Array("{}".utf8)
    default: break
    }
    let isReject = fate == .damaged || fate == .invalid
    records.append(
      Record(fate: fate, mpid: mpid, events: events, text: isReject ? bytes : []))
    counts[fate, default: 0] += 1
    text += bytes
    text.append(UInt8(ascii: "\n"))
  }
}

// MARK: Batches

extension ChaosInput {
  private mutating func batch(line: Int, mpid: Int) -> ChaosBatch {
    let isOversized = Int.random(in: 0..<500, using: &random) == 0
    let count = Int.random(in: isOversized ? 4...8 : 1...3, using: &random)
    let age = Int.random(in: 0..<10, using: &random) == 0 ? 40...50 : 0...5
    let events = (0..<count).map { place in
      let days = Int.random(in: age, using: &random)
      return ChaosBatch.Event(
        id: line * 100 + place, marker: "\(line).\(place)", time: "\(today - days * 86_400_000)",
        filling: isOversized ? Self.oversizedEvent : Int.random(in: 0...200, using: &random))
    }
    return ChaosBatch(
      batchID: 5_000_000_000_000_000_000 + line,
      mpid: Bool.random(using: &random) ? "\(mpid)" : "\"\(mpid)\"", events: events)
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
