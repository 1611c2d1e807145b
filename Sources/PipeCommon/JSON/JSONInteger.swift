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
    var place = 0
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { place = 1 }
    let digits = text.count - place
    guard digits >= 1, digits <= 19, digits == 1 || text[place] != UInt8(ascii: "0") else {
      return nil
    }
    // Nineteen digits always fit into 64 bits without sign.
    var magnitude: UInt64 = 0
    while place < text.count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      magnitude = magnitude &* 10 &+ UInt64(digit)
      place &+= 1
    }
    if isNegative {
      return magnitude <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }
}
