import Foundation
import PipeCommon
import TestSupport
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2025-11-01T12:25:00.001Z", 1_761_999_900_001),
    ("2025-11-01t13:25:00.0015+01:00", 1_761_999_900_001), ("2025-11-01", 1_761_955_200_000),
    ("2025-11-01 00:00:00-00:30", 1_761_957_000_000), ("2024-02-29", 1_709_164_800_000),
    ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1969-12-31T23:59:59.999Z", -1),
    ("0000-03-01", -62_162_035_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func rfc3339IsReadToTheMillisecond(text: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: text.utf8.span)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2025", "2025-11", "2025-13-01", "2025-02-29", "1900-02-29", "2025-11-00", "2025-11-31",
    "2025-11-01T12:00:00", "2025-11-01T24:00:00Z", "2025-11-01T12:60:00Z", "2025-11-01T12:00:61Z",
    "2025-11-01T12:00Z", "2025-11-01T12:00:00.Z", "2025-11-01T12:00:00+1:00", "2025-11-01Z",
    "2025-11-01T12:00:00Zx", " 2025-11-01", "２０２５-11-01",
  ])
  func nothingElseIs(text: String) {
    #expect(Timestamp(rfc3339: text.utf8.span) == nil)
  }

  @Test(arguments: 0..<200)
  func whatIsWrittenIsReadAgainAndFoundationAgrees(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    // From 1583 on, where Foundation counts by the Gregorian calendar too.
    let time = Timestamp(
      milliseconds: Int64.random(in: -12_212_553_600_000...253_402_300_799_999, using: &random))
    #expect(Timestamp(rfc3339: "\(time)".utf8.span) == time, "seed \(seed)")
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    let date = Date(timeIntervalSince1970: (Double(time.milliseconds) / 1000).rounded(.down))
    #expect("\(time)".prefix(19) == style.format(date).prefix(19), "seed \(seed)")
  }
}
