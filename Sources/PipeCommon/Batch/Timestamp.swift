/// A moment, in milliseconds since 1970-01-01T00:00:00Z, as all times of a batch are.
package struct Timestamp: Comparable, Hashable, Sendable {
  /// A day has no leap seconds here, as in the times of a batch.
  package static let millisecondsADay: Int64 = 86_400_000

  /// Since 1970-01-01T00:00:00Z; negative before.
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

  /// Whether an event can have happened then: not long before mParticle existed (2001), which is what
  /// seconds taken for milliseconds come to, nor as far ahead (2286).
  package var isPlausible: Bool {
    (1_000_000_000_000...9_999_999_999_999 as ClosedRange<Int64>).contains(milliseconds)
  }

  /// The same time of day so many days later.
  package func adding(days: Int) -> Timestamp { subtracting(days: -days) }

  /// The same time of day so many days before.
  package func subtracting(days: Int) -> Timestamp {
    Timestamp(milliseconds: milliseconds - Int64(days) * Self.millisecondsADay)
  }
}

// MARK: Calendar

extension Timestamp {
  static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days since 1970-01-01 in the Gregorian calendar. Years begin in March here, so that the odd
  /// day of a leap year is the last; 400 years have 146,097 days.
  static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// The inverse of `daysSinceEpoch`.
  static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
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

// MARK: Batches

extension JSONView {
  /// The time that an integer, or a string of its digits, stands for.
  package func timestamp(_ node: JSONNode?) -> Timestamp? {
    guard let node, let value = withIDText(node, { JSONInteger.value($0) }) ?? nil else {
      return nil
    }
    return Timestamp(milliseconds: value)
  }
}
