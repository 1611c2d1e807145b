import PipeCommon
import TestSupport
import Testing

/// The law of recovery: one damaged line costs one line, however the records are strung together.
@Suite struct DamagedLineProperties {
  /// How records stand on lines of their own.
  enum Framing: CaseIterable {
    case lines, carriageReturns, indented, tabs, recordSeparators, byteOrderMarks
    case array, indentedArray, commaFirst, commaAlone, keys

    func input(_ records: [[UInt8]]) -> [UInt8] {
      let (head, before, between, after) = parts
      let lines = records.map { Array(before.utf8) + $0 }
      return Array(head.utf8) + lines.joined(separator: Array(between.utf8)) + Array(after.utf8)
    }

    private var parts: (head: String, before: String, between: String, after: String) {
      switch self {
      case .lines: ("", "", "\n", "\n")
      case .carriageReturns: ("", "", "\r\n", "")
      case .indented: ("", "    ", "\n", "\n")
      case .tabs: ("", "\t\t", "\n", "\n")
      case .recordSeparators: ("", "\u{1E}", "\n", "\n")
      case .byteOrderMarks: ("", "\u{FEFF}", "\n", "\n\u{FEFF}")
      case .array: ("[\n", "", ",\n", "\n]\n")
      case .indentedArray: ("[\r\n", "  ", ",\r\n", "\r\n]")
      case .commaFirst: ("[ ", "", "\n, ", "\n]\n")
      case .commaAlone: ("[", "", "\n,", "]")
      case .keys: ("", "{\"a key\"\t", "\n", "\n")
      }
    }
  }

  @Test(arguments: Framing.allCases)
  func oneDamagedLineCostsOneLine(framing: Framing) throws {
    for seed in 0..<60 as Range<UInt64> {
      var generator = JSONGenerator(seed: seed)
      generator.spaced = false
      // Each has a name of its own, and nothing of what may be left of the damaged one.
      var records = (0..<5).map { Array("{\"record \($0)\":\(generator.object())}".utf8) }
      let whole = records
      let damaged = Int.random(in: records.indices, using: &generator.random)
      records[damaged] = damage(records[damaged], &generator.random)
      let input = framing.input(records)
      let reading = try Reading(input, takesBehindTab: framing == .keys)
      let shown = "seed \(seed), \(framing): \(String(decoding: input, as: UTF8.self))"
      let expected = whole.indices.filter { $0 != damaged }.map {
        String(decoding: whole[$0], as: UTF8.self)
      }
      let found = reading.texts.filter(expected.contains)
      #expect(found == expected, "\(shown)")
      let pieces = try Reading(
        input, capacity: 1, readLimit: 1 + Int(seed % 7), takesBehindTab: framing == .keys)
      #expect(pieces == reading, "\(shown)")
    }
  }

  /// A record with some bytes taken away, put in or changed, or cut off; still on one line, and
  /// not with a bracket before it, which would make an array without commas of what follows.
  private func damage(_ record: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    let alphabet = Array("{[]:,\"\\0e-tn\u{1}\u{1E}\u{FEFF}".utf8) + [0xFF, 0xC3]
    var record = record
    for _ in 0..<Int.random(in: 1...3, using: &random) where record.count > 1 {
      let place = Int.random(in: 1..<record.count, using: &random)
      let byte = alphabet[Int.random(in: alphabet.indices, using: &random)]
      switch Int.random(in: 0..<4, using: &random) {
      case 0: record[place] = byte
      case 1: record.remove(at: place)
      case 2: record.insert(byte, at: place)
      default: record.removeSubrange(place...)
      }
    }
    return record
  }
}
