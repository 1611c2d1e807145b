import PipeCommon
import TestSupport
import Testing

@testable import qfix

/// An operation changes exactly the bytes it names, whatever stands around them.
@Suite struct OperationProperties {
  /// What becomes of a target with this value; `nil` if it is left alone.
  struct Effect: CustomTestStringConvertible, Sendable {
    let operation: String
    let old: String
    let new: String
    var testDescription: String { operation }
  }

  static let effects = [
    Effect(
      operation: "--set .p.target=[1.0,{\"a\":\"\\u00e9\"}]", old: "\"x\"",
      new: "[1.0,{\"a\":\"\\u00e9\"}]"),
    Effect(operation: "--default .p.target=1e2", old: "null", new: "1e2"),
    Effect(operation: "--default .p.target=1e2", old: "false", new: "false"),
    Effect(
      operation: "--cast .p.target=integer", old: "\"12345678901234567890123\"",
      new: "12345678901234567890123"),
    Effect(operation: "--cast .p.target=string", old: "-0.0e-7", new: "\"-0.0e-7\""),
    Effect(operation: "--cast .p.target=timestamp", old: "1762000000.5", new: "1762000000500"),
    Effect(operation: "--cast .p.target=number", old: "[1]", new: "[1]"),
    Effect(
      operation: "--replace .p.target=/b+/<\\0>/", old: "\"abbc\\u0062\"", new: "\"a<bb>c<b>\""),
    Effect(operation: "--replace .p.target=/z/y/", old: "\"\\u0061\\/\"", new: "\"\\u0061\\/\""),
    Effect(operation: "--set .p[\"target\"]=1", old: "{\"deep\":[ ]}", new: "1"),
  ]

  @Test(arguments: [
    ("1793404800", "1793404800000"), ("1793404800000", "1793404800000"),
    ("1793404800123456", "1793404800123"), ("1793404800123456789", "1793404800123"),
    ("-1793404800.5", "-1793404800500"), ("99999999999", "99999999999000"),
    ("100000000000", "100000000000"), ("99999999999999999", "99999999999999"),
    ("9223372036854775807", "9223372036854"), ("-9223372036854775808", "-9223372036854"),
    ("9223372036854775808", "9223372036854775808"), ("1e400", "1e400"), ("1.5e3", "1500000"),
    ("\"2026-11-01T00:00:00Z\"", "1793491200000"), ("\"1793404800123456\"", "1793404800123"),
    ("\"soon\"", "\"soon\""), ("true", "true"),
  ])
  func timesOfEveryUnitBecomeMilliseconds(time: String, milliseconds: String) throws {
    let fixed = try TestFix.apply(["--cast .t=timestamp"], to: "{\"t\":\(time)}").text
    #expect(fixed == "{\"t\":\(milliseconds)}")
  }

  @Test(arguments: effects, 0..<40)
  func onlyTheTargetChanges(effect: Effect, seed: Int) throws {
    var generator = JSONGenerator(seed: UInt64(seed))
    let (before, after) = surroundings(&generator)
    let inner = surroundings(&generator)
    let text = batch(before, inner, "\"target\":\(effect.old)", after)
    let expected = batch(before, inner, "\"target\":\(effect.new)", after)
    let fixed = try TestFix.apply([effect.operation], to: text).text
    #expect(Array(fixed.utf8) == Oracle.minify(Array(expected.utf8)), "seed \(seed)")
  }

  @Test(arguments: 0..<40)
  func whatIsTakenAwayTakesItsCommaAlong(seed: Int) throws {
    var generator = JSONGenerator(seed: UInt64(seed))
    let (before, after) = surroundings(&generator)
    let inner = surroundings(&generator)
    let fixed = try TestFix.apply(
      ["--unset .p.target"], to: batch(before, inner, "\"target\":1,\"t\\u0061rget\":2", after)
    ).text
    let expected = batch(before, inner, nil, after)
    #expect(Array(fixed.utf8) == Oracle.minify(Array(expected.utf8)), "seed \(seed)")
  }

  @Test(arguments: 0..<40)
  func whatIsRenamedKeepsItsPlaceAndValue(seed: Int) throws {
    var generator = JSONGenerator(seed: UInt64(seed))
    let (before, after) = surroundings(&generator)
    let inner = surroundings(&generator)
    let value = generator.value(depth: 2)
    let fixed = try TestFix.apply(
      ["--rename .p.target=other name", "--copy .p[\"other name\"]=.p.copy"],
      to: batch(before, inner, "\"target\":\(value)", after)
    ).text
    let members =
      inner.0 + ["\"other name\":\(value)"] + inner.1 + ["\"copy\":\(value)"]
    let expected = object(before + ["\"p\":" + object(members)] + after)
    #expect(Array(fixed.utf8) == Oracle.minify(Array(expected.utf8)), "seed \(seed)")
  }

  /// Members that no operation names, some of them twice.
  private func surroundings(_ generator: inout JSONGenerator) -> ([String], [String]) {
    func members(_ generator: inout JSONGenerator) -> [String] {
      (0..<Int.random(in: 0...50, using: &generator.random)).map { _ in
        "\"k\(Int.random(in: 0...60, using: &generator.random))\" : \(generator.value(depth: 3))"
      }
    }
    return (members(&generator), members(&generator))
  }

  private func batch(
    _ before: [String], _ inner: ([String], [String]), _ target: String?, _ after: [String]
  ) -> String {
    object(before + ["\"p\":" + object(inner.0 + [target].compactMap { $0 } + inner.1)] + after)
  }

  private func object(_ members: [String]) -> String {
    "{ " + members.joined(separator: " ,\n") + "\t}"
  }
}
