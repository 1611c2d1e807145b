/// A receipt of which a run that was killed has written the beginning.
extension Receipt {
  /// Makes the line one that goes on where the torn one ends, if it is the same receipt: only the
  /// attempts may be others by now, and then those count that stand there.
  ///
  ///     torn  {"file":"a",…,"attempts":9,"err
  ///     line  {"file":"a",…,"attempts":14,"error":null,…}
  ///     then  {"file":"a",…,"attempts":9,"error":null,…}
  static func complete(_ line: inout [UInt8], behind torn: [UInt8]) {
    let name = Array("],\"attempts\":".utf8)
    guard !line.starts(with: torn), let place = torn.firstRange(of: name)?.upperBound,
      line.starts(with: torn[..<place])
    else { return }
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let rest = line[place...].drop(while: isDigit)
    let completed = Array(torn[..<place] + torn[place...].prefix(while: isDigit) + rest)
    if completed.starts(with: torn) { line = completed }
  }
}
