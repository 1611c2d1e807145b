import TestSupport
import Testing

@testable import PipeCommon

@Suite struct NameCountsTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func countsAreExactWhileTheNamesFit() {
    var counts = NameCounts(nameLimit: 10)
    for name in ["b", "a", "b", "", "a", "b"] { counts.add(bytes(name)) }
    counts.add(nil)
    #expect(counts.ranked.map(\.count) == [3, 2, 1, 1])
    #expect(
      counts.ranked.map { $0.name.map { String(decoding: $0, as: UTF8.self) } }.prefix(2) == [
        "b", "a",
      ])
    #expect(!counts.isApproximate && counts.distinct == 4)
  }

  /// What the space-saving idea promises, against a dictionary that counts exactly.
  @Test(arguments: 0..<20)
  func beyondThatTheyAreTooHighByAtMostTheirError(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var counts = NameCounts(nameLimit: 40)
    var exact: [String: Int] = [:]
    for _ in 0..<20_000 {
      // A few frequent names among many rare ones.
      let range = Bool.random(using: &random) ? 8 : 5000
      let name = "n\(Int.random(in: 0..<range, using: &random))"
      counts.add(bytes(name))
      exact[name, default: 0] += 1
    }
    #expect(counts.isApproximate, "seed \(seed)")
    for entry in counts.ranked {
      let truth = exact[String(decoding: entry.name ?? [], as: UTF8.self)] ?? 0
      #expect(entry.count - entry.error <= truth && truth <= entry.count, "seed \(seed)")
    }
    let kept = Set(counts.ranked.map { String(decoding: $0.name ?? [], as: UTF8.self) })
    for (name, count) in exact where count > counts.floor {
      #expect(kept.contains(name), "seed \(seed)")
    }
    let sure = counts.ranked.filter(counts.isSure)
    #expect(sure.count >= 8, "seed \(seed)")
    let distinct = Double(counts.distinct) / Double(exact.count)
    #expect((0.96...1.04).contains(distinct), "seed \(seed)")
  }

  @Test func longNamesStayDifferentAndTheBytesAreBounded() {
    var counts = NameCounts(nameLimit: 1000, byteLimit: 10_000)
    let long = String(repeating: "é", count: 5000)
    counts.add(bytes(long + "1"))
    counts.add(bytes(long + "2"))
    #expect(counts.ranked.count == 2)
    #expect(counts.ranked.allSatisfy { String(validating: $0.name ?? [], as: UTF8.self) != nil })
    for number in 0..<1000 { counts.add(bytes("\(number)" + long)) }
    #expect(counts.ranked.reduce(0) { $0 + ($1.name?.count ?? 0) } <= 10_000)
    #expect(counts.distinct > 900)
  }
}
