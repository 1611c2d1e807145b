/// Integers as text: exact at any length, because no number is ever made of them.
package enum JSONInteger {
  /// Whether the text has the form `-?(0|[1-9][0-9]*)`.
  package static func isCanonical(_ text: Span<UInt8>) -> Bool {
    var place = 0
    if text.count > 0, text[0] == UInt8(ascii: "-") { place = 1 }
    guard place < text.count else { return false }
    if text[place] == UInt8(ascii: "0") { return place + 1 == text.count }
    for index in place..<text.count where text[index] &- UInt8(ascii: "0") >= 10 { return false }
    return true
  }

  /// The value, if the text is a canonical integer of 64 bits with sign.
  package static func value(_ text: Span<UInt8>) -> Int64? {
    guard isCanonical(text) else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    var value: Int64 = 0
    for index in (isNegative ? 1 : 0)..<text.count {
      let digit = Int64(text[index] - UInt8(ascii: "0"))
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowToo) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      if overflow || overflowToo { return nil }
      value = sum
    }
    return value
  }
}
