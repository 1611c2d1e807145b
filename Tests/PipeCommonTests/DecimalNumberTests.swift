import PipeCommon
import Testing

@Suite struct DecimalNumberTests {
  @Test(arguments: [
    ("0", "0"), ("-7", "-7"), ("3.0", "3"), ("30e-1", "3"), ("0.30e1", "3"), ("12.50E2", "1250"),
    ("0.000", "0"), ("-0.0", "0"), ("0.0e-99999999999999", "0"), ("1.79e12", "1790000000000"),
    ("-9223372036854775808.0", "-9223372036854775808"),
  ])
  func aNumberWithoutAFractionIsAnInteger(number: String, integer: String) {
    let digits = DecimalNumber(number.utf8.span)?.integer
    #expect(digits.map { String(decoding: $0, as: UTF8.self) } == integer)
  }

  @Test(arguments: [
    "0.5", "3e-1", "12.505e2", "-1.5", "1e-99999999999999999999", "1e999999999", "01", "1.", "",
  ])
  func whatHasAFractionOrIsNoNumberIsNone(number: String) {
    #expect(DecimalNumber(number.utf8.span)?.integer == nil)
  }

  @Test(arguments: [
    ("1761999900", "1761999900000"), ("1761999900.5", "1761999900500"),
    ("1761999900000", "1761999900000"), ("1761999900000000", "1761999900000"),
    ("1761999900000000000", "1761999900000"), ("0", "0"), ("-1", "-1000"),
  ])
  func aTimeOfAnyUnitBecomesMilliseconds(time: String, milliseconds: String) {
    let digits = DecimalNumber(time.utf8.span)?.milliseconds
    #expect(digits.map { String(decoding: $0, as: UTF8.self) } == milliseconds)
  }
}
