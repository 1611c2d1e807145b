/// Values of options, checked where they are read.
package enum OptionValue {
  /// A whole number in a range.
  package static func integer(
    _ text: String, in range: ClosedRange<Int>, _ option: String
  ) throws(UsageError) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        "\(option) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'"
      )
    }
    return value
  }

  /// A length of time such as `90s`, `30m` or `1h`, in seconds.
  package static func seconds(_ text: String, _ option: String) throws(UsageError) -> Int {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
      (1...100_000).contains(count)
    else {
      throw UsageError("\(option) takes a time such as 90s, 30m or 1h, not '\(text)'")
    }
    return count * unit
  }

  /// One of a few words.
  package static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, _ option: String
  ) throws(UsageError) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue)
      throw UsageError(
        "\(option) takes \(words.joined(separator: ", ")); not '\(text)'"
          + Spelling.suggestion(for: text, among: words))
    }
    return choice
  }

  /// A text with two parts around the first occurrence of a separator.
  package static func pair(
    _ text: String, separatedBy separator: Unicode.Scalar, _ option: String, _ form: String
  ) throws(UsageError) -> (String, String) {
    // By scalars: a combining character behind the separator would hide it.
    let scalars = text.unicodeScalars
    guard let place = scalars.firstIndex(of: separator), place > text.startIndex else {
      throw UsageError("\(option) takes \(form), not '\(text)'")
    }
    return (String(scalars[..<place]), String(scalars[scalars.index(after: place)...]))
  }
}
