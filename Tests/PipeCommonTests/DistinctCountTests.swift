import PipeCommon
import TestSupport
import Testing

@Suite struct DistinctCountTests {
  @Test func aThousandAreCountedExactly() {
    var count = DistinctCount()
    var random = SeededGenerator(seed: 1)
    let hashes = (0..<1000).map { _ in random.next() }
    for hash in hashes + hashes { count.insert(hash: hash) }
    #expect(count.count == 1000 && !count.isEstimate)
  }

  @Test(arguments: [5_000, 100_000, 1_000_000])
  func moreAreEstimatedWithinFivePercent(size: Int) {
    var count = DistinctCount()
    var random = SeededGenerator(seed: UInt64(size))
    for _ in 0..<size { count.insert(hash: random.next()) }
    #expect(count.isEstimate)
    #expect(abs(count.count - size) < size / 20)
  }
}
