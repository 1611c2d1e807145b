import PipeCommon

/// Times as HTTP writes them (RFC 9110, 5.6.7): in the form in use, and in the two that must still
/// be understood.
///
///     Sun, 06 Nov 1994 08:49:37 GMT
///     Sunday, 06-Nov-94 08:49:37 GMT
///     Sun Nov  6 08:49:37 1994
extension Timestamp {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  init?(http text: String) {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    guard words.count == 5 || words.count == 6 && words[5] == "GMT" else { return nil }
    let (day, month, year, time) =
      words.count == 6
      ? (words[1], words[2], words[3], words[4]) : (words[2], words[1], words[4], words[3])
    guard let number = Self.months.firstIndex(where: { $0 == month }), day.count < 3 else {
      return nil
    }
    // No server that answers today means another century.
    let century = year.count == 2 ? "20" : ""
    let date = "\(century)\(year)-\(Self.two("\(number + 1)"))-\(Self.two(day))"
    self.init(rfc3339: "\(date)T\(time)Z".utf8.span)
  }

  private static func two(_ digits: some StringProtocol) -> String {
    digits.count < 2 ? "0\(digits)" : "\(digits)"
  }
}
