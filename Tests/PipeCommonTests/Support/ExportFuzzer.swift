import TestSupport

/// Inputs as a damaged, oddly framed export may hold them.
struct ExportFuzzer {
  var generator: JSONGenerator

  init(seed: UInt64) { generator = JSONGenerator(seed: seed) }

  /// A few records in a random framing, damaged in three of four cases.
  mutating func input() -> [UInt8] {
    var records = (0..<Int.random(in: 0...6, using: &generator.random)).map { _ in record() }
    var input: [UInt8]
    switch Int.random(in: 0..<10, using: &generator.random) {
    case 0: input = join(records, "\r\n")
    case 1: input = join(records, "")
    case 2: input = Array("[".utf8) + join(records, ",") + Array("]".utf8)
    case 3: input = Array("[\n  ".utf8) + join(records, ",\n  ") + Array("\n]\n".utf8)
    case 4:
      records.insert(Array("{}".utf8), at: 0)
      input = [0xEF, 0xBB, 0xBF] + join(records, "\n\n")
    case 5: input = join(records, "\n\u{1E}")
    case 6: input = join(records, "\n\u{FEFF}") + Array("\u{FEFF}".utf8)
    case 7: input = Array("[ ".utf8) + join(records, "\n, ") + Array("\n]".utf8)
    case 8: input = join(records, "\n    ")
    default: input = join(records, "\n") + Array("\n".utf8)
    }
    if Int.random(in: 0..<4, using: &generator.random) > 0 { damage(&input) }
    return input
  }

  private mutating func record() -> [UInt8] {
    Int.random(in: 0..<8, using: &generator.random) == 0
      ? Array(generator.value(depth: 0).utf8) : Array(generator.object().utf8)
  }

  private func join(_ records: [[UInt8]], _ separator: String) -> [UInt8] {
    Array(records.joined(separator: Array(separator.utf8)))
  }

  /// Changes, removes, inserts, repeats or cuts off some bytes.
  private mutating func damage(_ bytes: inout [UInt8]) {
    let alphabet =
      Array("{}[]:,\"\\ \t\r\n0e-.u\u{1}\u{1E}\u{FEFF}é😀tn".utf8)
      + [0xFF, 0xC3, 0xED, 0x80, 0xEF, 0xBB, 0xBF]
    for _ in 0..<Int.random(in: 1...3, using: &generator.random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &generator.random)
      let byte = alphabet[Int.random(in: alphabet.indices, using: &generator.random)]
      switch Int.random(in: 0..<6, using: &generator.random) {
      case 0, 1: bytes[place] = byte
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(byte, at: place)
      case 4: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
      default: bytes.removeSubrange(place...)
      }
    }
  }
}
