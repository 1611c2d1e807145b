/// A moment, in milliseconds since 1970-01-01T00:00:00Z, as all times of a batch are.
package struct Timestamp: Comparable, Hashable, Sendable {
  package static let millisecondsADay: Int64 = 86_400_000

  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (one: Timestamp, other: Timestamp) -> Bool {
    one.milliseconds < other.milliseconds
  }

  /// The time of the machine's clock.
  package static var now: Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  package func subtracting(days: Int) -> Timestamp {
    Timestamp(milliseconds: milliseconds - Int64(days) * Self.millisecondsADay)
  }
}

// MARK: Text

extension Timestamp: CustomStringConvertible {
  /// Reads RFC 3339 (`2026-11-01T12:25:00.5+01:00`), or its date alone, which begins in UTC.
  ///
  /// What is finer than a millisecond is cut off. A leap second is the first of the next minute.
  package init?(rfc3339 text: Span<UInt8>) {
    var scan = Scan(text)
    guard let year = scan.digits(4), scan.take("-"), let month = scan.digits(2), scan.take("-"),
      let day = scan.digits(2), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    let midnight = Self.daysSinceEpoch(year, month, day) * Self.millisecondsADay
    if scan.isAtEnd {
      self.init(milliseconds: midnight)
      return
    }
    guard scan.take("T") || scan.take("t") || scan.take(" "),
      let hour = scan.digits(2), hour < 24, scan.take(":"),
      let minute = scan.digits(2), minute < 60, scan.take(":"),
      let second = scan.digits(2), second <= 60,
      let fraction = scan.fraction(), let offset = scan.offset(), scan.isAtEnd
    else { return nil }
    let seconds = Int64((hour * 60 + minute) * 60 + second) - Int64(offset) * 60
    self.init(milliseconds: midnight + seconds * 1000 + Int64(fraction))
  }

  /// `2026-11-01T11:25:00.500Z`; years beyond four digits keep all of them.
  package var description: String {
    "\(date)T\(clock).\(Self.padded(Int(ofDay % 1000), 3))Z"
  }

  /// `2026-11-01 11:25`, for a table.
  package var minute: String { "\(date) \(clock.prefix(5))" }

  private var ofDay: Int64 {
    let rest = milliseconds % Self.millisecondsADay
    return rest < 0 ? rest + Self.millisecondsADay : rest
  }

  private var clock: String {
    let seconds = Int(ofDay / 1000)
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
      .joined(separator: ":")
  }

  private var date: String {
    var days = Int(milliseconds / Self.millisecondsADay)
    if milliseconds % Self.millisecondsADay < 0 { days -= 1 }
    let (year, month, day) = Self.civil(days)
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count))
      + digits
  }
}

// MARK: Calendar

extension Timestamp {
  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days since 1970-01-01 in the Gregorian calendar. Years begin in March here, so that the odd
  /// day of a leap year is the last; 400 years have 146,097 days.
  private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// The inverse of `daysSinceEpoch`.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let days = days + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

/// A look at a text from left to right.
private struct Scan: ~Escapable {
  private let text: Span<UInt8>
  private var place = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  var isAtEnd: Bool { place == text.count }

  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  /// A number of exactly so many digits.
  mutating func digits(_ count: Int) -> Int? {
    guard place + count <= text.count else { return nil }
    var number = 0
    for _ in 0..<count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
      place += 1
    }
    return number
  }

  /// The milliseconds of a fraction of a second; 0 if there is none.
  mutating func fraction() -> Int? {
    guard take(".") else { return 0 }
    var milliseconds = 0
    var unit = 100
    let start = place
    while let digit = digits(1) {
      milliseconds += digit * unit
      unit /= 10
    }
    return place > start ? milliseconds : nil
  }

  /// The offset from UTC in minutes.
  mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let sign = take("+") ? 1 : take("-") ? -1 : 0
    guard sign != 0, let hours = digits(2), hours < 24, take(":"), let minutes = digits(2),
      minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }
}

// MARK: Batches and options

extension JSONView {
  /// The time that an integer, or a string of its digits, stands for.
  package func timestamp(_ node: JSONNode?) -> Timestamp? {
    guard let node, let value = withIDText(node, { JSONInteger.value($0) }) ?? nil else {
      return nil
    }
    return Timestamp(milliseconds: value)
  }
}

extension Timestamp {
  /// Reads an option's TIME: RFC 3339, a date, milliseconds since the epoch, or an age.
  ///
  /// - Parameter announce: told what an age or a number comes to.
  package init(
    _ text: String, option: String, now: Timestamp = .now, announce: (String) -> Void
  ) throws(UsageError) {
    if let time = Timestamp(rfc3339: text.utf8.span) {
      self = time
      return
    }
    if let milliseconds = JSONInteger.value(text.utf8.span) {
      self.init(milliseconds: milliseconds)
    } else if let seconds = try? OptionValue.seconds(text, option) {
      self.init(milliseconds: now.milliseconds - Int64(seconds) * 1000)
    } else {
      throw UsageError(
        "\(option) takes a time such as 2026-11-01, 2026-11-01T12:00:00Z, 1761999900000 "
          + "(milliseconds) or 14d (an age); not '\(text)'")
    }
    announce("\(option) \(text) is \(self)")
  }
}
