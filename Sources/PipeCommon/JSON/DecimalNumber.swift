/// A JSON number taken apart as text: `-12.50e1` is minus, the digits `1250`, of which one stands
/// behind the point. Exact at any length.
package struct DecimalNumber {
  /// A larger exponent would only fill the memory with zeros.
  private static let largestExponent = 4096
  /// What a time is counted in, and how far its point moves to make milliseconds of it. A number below
  /// the limit is taken for that unit: for seconds it is the year 5138, for milliseconds 1973.
  private static let timeUnits: [(limit: UInt64, places: Int)] = [
    (100_000_000_000, 3), (100_000_000_000_000, 0), (100_000_000_000_000_000, -3), (.max, -6),
  ]

  private let isNegative: Bool
  /// Without leading zeros, but for a single one.
  private let digits: [UInt8]
  /// How many zeros follow the digits; if negative, how many digits stand behind the point.
  private let exponent: Int

  /// - Returns: `nil` if the text is no JSON number.
  package init?(_ text: Span<UInt8>) {
    var place = 0
    func digitRun() -> Range<Int> {
      let start = place
      while place < text.count, text[place] &- UInt8(ascii: "0") < 10 { place += 1 }
      return start..<place
    }
    isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { place = 1 }
    let whole = digitRun()
    guard !whole.isEmpty, whole.count == 1 || text[whole.lowerBound] != UInt8(ascii: "0") else {
      return nil
    }
    var digits = Array(copying: text.extracting(whole))
    var exponent = 0
    if place < text.count, text[place] == UInt8(ascii: ".") {
      place += 1
      let fraction = digitRun()
      guard !fraction.isEmpty else { return nil }
      digits += Array(copying: text.extracting(fraction))
      exponent = -fraction.count
    }
    if place < text.count, text[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      var isDown = false
      if place < text.count, text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-") {
        isDown = text[place] == UInt8(ascii: "-")
        place += 1
      }
      let power = digitRun()
      guard !power.isEmpty else { return nil }
      let value = Int(String(decoding: Array(copying: text.extracting(power)), as: UTF8.self))
      let capped = min(value ?? Int.max, Int.max / 4)
      exponent += isDown ? -capped : capped
    }
    guard place == text.count else { return nil }
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    self.digits = Array(digits[min(leading, digits.count - 1)...])
    self.exponent = exponent
  }

  /// The number as an integer; `nil` if it is none.
  package var integer: [UInt8]? { scaled(by: 0, cutting: false) }

  /// A time in milliseconds since the epoch, from seconds, milli-, micro- or nanoseconds.
  package var milliseconds: [UInt8]? {
    guard let number = scaled(by: 0, cutting: true).flatMap({ JSONInteger.value($0.span) }) else {
      return nil
    }
    let unit = Self.timeUnits.first { number.magnitude < $0.limit }
    return unit.flatMap { scaled(by: $0.places, cutting: true) }
  }

  /// The integer after moving the point so many places to the right.
  ///
  /// - Parameter cuts: whether what is left behind the point may go.
  private func scaled(by places: Int, cutting cuts: Bool) -> [UInt8]? {
    let exponent = exponent + places
    var integer = digits
    if digits == [UInt8(ascii: "0")] { return digits }
    if exponent >= 0 {
      guard exponent <= Self.largestExponent else { return nil }
      integer += Array(repeating: UInt8(ascii: "0"), count: exponent)
    } else {
      let fraction = integer.suffix(-exponent)
      guard cuts || fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
      integer = integer.dropLast(-exponent)
      if integer.isEmpty { integer = [UInt8(ascii: "0")] }
    }
    // Minus nothing is nothing.
    return isNegative && integer != [UInt8(ascii: "0")] ? [UInt8(ascii: "-")] + integer : integer
  }
}
