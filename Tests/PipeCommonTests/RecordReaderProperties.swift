import PipeCommon
import TestSupport
import Testing

@Suite struct RecordReaderProperties {
  /// Reading and writing without an edit takes away white space between tokens and nothing else.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func aRecordComesOutAsItWentIn(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    let records = (0..<5).map { _ in generator.object() }
    let reading = try Reading(records.joined(separator: "\n"))
    let expected = records.map { Oracle.minify(Array($0.utf8)) }.filter { $0 != Array("{}".utf8) }
    #expect(reading.texts == expected.map { String(decoding: $0, as: UTF8.self) }, "seed \(seed)")
    #expect(reading.reasons == [])
  }

  /// However the input is cut into reads, the same records and faults come out.
  @Test(arguments: 0..<150 as Range<UInt64>)
  func chunksMakeNoDifference(seed: UInt64) throws {
    let input = Self.damaged(seed)
    let whole = try Reading(input)
    for capacity in [1, 2, 3, 5, 64, 100] {
      #expect(try Reading(input, capacity: capacity) == whole, "seed \(seed), capacity \(capacity)")
    }
  }

  /// A second thread makes no difference, wherever the cursor goes over to it and comes back.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func readingAheadMakesNoDifference(seed: UInt64) throws {
    let input = (0..<4).flatMap { Self.damaged(seed * 4 + $0) }
    let alone = try Reading(input)
    for limit in [3, 13, 100, 4096] {
      let ahead = try Reading(input, capacity: 4096, readLimit: limit, readsAheadAfter: limit)
      #expect(ahead == alone, "seed \(seed), reads of \(limit)")
    }
  }

  /// What passes is what the slow reader accepts, and every record is accounted for.
  @Test(arguments: 1000..<1400 as Range<UInt64>)
  func theEngineAgreesWithTheOracle(seed: UInt64) throws {
    let line = Self.damagedLine(seed)
    let reading = try Reading(line + Array("\n".utf8))
    let isObject = Oracle.accepts(line) && Oracle.minify(line).first == UInt8(ascii: "{")
    let isEmpty = Oracle.minify(line) == Array("{}".utf8)
    let shown = "seed \(seed): \(String(decoding: line, as: UTF8.self))"
    if reading.steps.count > 1 {
      // Two objects on a line are two records: one value is none.
      #expect(!isObject, "\(shown)")
    } else {
      #expect((reading.texts.count == 1) == (isObject && !isEmpty), "\(shown)")
    }
    for text in reading.texts {
      #expect(Oracle.accepts(Array(text.utf8)) && text.first == "{", "\(shown)")
    }
    // Whatever the steps were, each byte that is no framing is in one of them, and in its order.
    let framing = Array(" \t\r\n,[]\u{1E}".utf8)
    let accounted = reading.accounted.filter { !framing.contains($0) }
    let expected = isEmpty ? [] : line.filter { !framing.contains($0) }
    #expect(accounted == expected || reading.blank > 0, "\(shown)")
    #expect(reading.records == reading.texts.count + reading.reasons.count + reading.blank)
  }

  /// Records that are larger than the reads, and than the window at first.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func recordsOfAHundredKilobytesComeOutAsTheyWentIn(seed: UInt64) throws {
    var generator = JSONGenerator(seed: seed)
    let records = (0..<6).map { _ in
      generator.object(bytes: Int.random(in: 1000...100_000, using: &generator.random))
    }
    let expected = records.map {
      String(decoding: Oracle.minify(Array($0.utf8)), as: UTF8.self)
    }
    let input = Array(records.joined(separator: "\n").utf8)
    for limit in [1 << 10, 5000, 1 << 13, 1 << 15] {
      let capacity = limit * Int.random(in: 1...4, using: &generator.random)
      let reading = try Reading(input, capacity: capacity, readLimit: limit)
      #expect(reading.texts == expected, "seed \(seed), reads of \(limit), capacity \(capacity)")
      #expect(reading.reasons == [], "seed \(seed), reads of \(limit), capacity \(capacity)")
    }
    // A byte that cannot stand there costs that record, and no other.
    var damaged = records.map { Array(Oracle.minify(Array($0.utf8))) }
    damaged[2][damaged[2].count / 2] = 0xFF
    let reading = try Reading(
      Array(damaged.joined(separator: [10])), capacity: 4096, readLimit: 4096)
    let others = expected.indices.filter { $0 != 2 }.map { expected[$0] }
    #expect(reading.texts == others, "seed \(seed)")
    #expect(reading.reasons.count == 1, "seed \(seed)")
    #expect(reading.rejects == String(decoding: damaged[2] + [10], as: UTF8.self), "seed \(seed)")
  }

  private static func damaged(_ seed: UInt64) -> [UInt8] {
    (0..<6).flatMap { damagedLine(seed * 7 + $0) + Array("\n".utf8) }
  }

  /// An object with a byte or two changed, taken away or put in, in half of the cases.
  private static func damagedLine(_ seed: UInt64) -> [UInt8] {
    var generator = JSONGenerator(seed: seed)
    generator.spaced = false
    var bytes = Array(generator.object().utf8)
    guard seed % 2 == 0 else { return bytes }
    let alphabet = Array("{}[]:,\"\\ \t\r0e-.u\u{1}é😀tn".utf8) + [0xFF, 0xC3, 0xED]
    for _ in 0..<Int.random(in: 1...2, using: &generator.random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &generator.random)
      let byte = alphabet[Int.random(in: alphabet.indices, using: &generator.random)]
      switch Int.random(in: 0..<3, using: &generator.random) {
      case 0: bytes[place] = byte
      case 1: bytes.remove(at: place)
      default: bytes.insert(byte, at: place)
      }
    }
    return bytes
  }
}
