import Foundation
import PipeCommon
import TestSupport
import Testing

/// The laws of the reader over random exports, however they are damaged. `scripts/fuzz` runs it for
/// as long as one likes; a failure names its seed.
@Suite struct ReaderFuzz {
  @Test func theLawsHoldForDamagedExports() throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["FUZZ_SECONDS"].flatMap { Double($0) } ?? 5
    let first =
      environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64(Date().timeIntervalSince1970)
    let end = ContinuousClock.now + .seconds(seconds)
    var seed = first
    while ContinuousClock.now < end {
      var fuzzer = ExportFuzzer(seed: seed)
      try check(fuzzer.input(), seed)
      seed += 1
    }
    print("fuzz: \(seed - first) inputs in \(seconds) s, seeds \(first) to \(seed - 1)")
  }

  private func check(_ input: [UInt8], _ seed: UInt64) throws {
    let whole = try Reading(input)
    let shown = String(decoding: input, as: UTF8.self)
    // Cutting the input into reads makes no difference.
    for limit in [1, 7, 4096] {
      let pieces = try Reading(input, capacity: limit == 1 ? 1 : 64, readLimit: limit)
      #expect(pieces == whole, "seed \(seed), reads of \(limit): \(shown)")
    }
    // Neither does a second thread.
    for limit in [7, 200] {
      let ahead = try Reading(input, capacity: 4096, readLimit: limit, readsAheadAfter: limit)
      #expect(ahead == whole, "seed \(seed), reads ahead of \(limit): \(shown)")
    }
    // Neither does how much is done at a time.
    for level in VectorLevel.available where level != .current {
      let other = try Reading(input, readLimit: seed % 2 == 0 ? 100 : .max, level: level)
      #expect(other == whole, "seed \(seed), \(level): \(shown)")
    }
    // What passes is a JSON object.
    for text in whole.texts {
      let bytes = Array(text.utf8)
      #expect(Oracle.accepts(bytes) && bytes.first == UInt8(ascii: "{"), "seed \(seed): \(shown)")
      #expect(Oracle.minify(bytes) == bytes, "seed \(seed): \(shown)")
    }
    // Every byte is passed or rejected, but for framing, white space and `{}`; and in order.
    #expect(substance(whole.accounted) == substance(input), "seed \(seed): \(shown)")
    #expect(
      whole.records == whole.texts.count + whole.reasons.count + whole.blank,
      "seed \(seed): \(shown)")
  }

  /// The bytes that are no framing wherever they stand; byte order marks are, and the generator
  /// puts no other character that begins with their first two bytes.
  private func substance(_ bytes: [UInt8]) -> [UInt8] {
    let framing = Array(" \t\r\n,[]{}\u{1E}".utf8) + [0xEF, 0xBB, 0xBF]
    return bytes.filter { !framing.contains($0) }
  }
}
