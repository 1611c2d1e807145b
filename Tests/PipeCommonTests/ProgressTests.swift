import Testing

@testable import PipeCommon

@Suite struct ProgressTests {
  @Test(
    arguments: [
      (0.0, 0), (-1.9, -1), (1.9, 1), (1e300, .max), (-1e300, .min), (.infinity, .max), (.nan, 0),
      (0x1p63, .max), (-0x1p63, .min), (0x1p62, 1 << 62),
    ] as [(Double, Int)])
  func foreignNumbersAreClamped(value: Double, whole: Int) {
    #expect(Int(clamping: value) == whole)
  }

  @Test func aLineSaysHowFarTheWorkIs() {
    let line = Progress.line(records: 1234, bytes: 5_000_000, total: 20_000_000, after: .seconds(2))
    #expect(line == "1,234 records, 5.0 MB, 2.5 MB/s, 25 %, 6 s left")
  }

  /// Sparse files may claim any size.
  @Test(arguments: [
    (Int.max, Int.max, Duration.zero), (1, .max, .seconds(1)), (.max, 1, .seconds(1)),
    (.max, .max, .seconds(Int.max)),
  ])
  func noSizeIsTooLarge(bytes: Int, total: Int, time: Duration) {
    let line = Progress.line(records: .max, bytes: bytes, total: total, after: time)
    #expect(line.hasPrefix("9,223,372,036,854,775,807 records, "))
  }
}
