/// The tokens between records: the brackets and commas of an array at the top level.
struct ArrayFraming {
  enum Verdict: Equatable {
    /// A bracket or comma in its place.
    case pass
    /// A record begins.
    case record
    case fault(JSONFault.Reason)
  }

  private enum State: Equatable {
    case outside
    case inside
    /// Behind damage nobody knows, so brackets and commas are passed over.
    case unsure
  }

  private enum Previous { case bracket, comma, record }

  private var state = State.outside
  private var previous = Previous.bracket
  /// The line on which the open array began.
  private var openingLine = 0
  /// How much white space may stand before a record at which reading resumes: as much as before
  /// one of those so far, within bounds.
  private(set) var indentation = 0
  private static let deepestIndentation = 64

  /// Whether the token before was a record.
  var isBehindRecord: Bool { previous == .record }

  /// Whether commas between records mean nothing here.
  var isOutside: Bool { state == .outside }

  /// The fault of an input that ends here, if it does.
  var faultAtEnd: JSONFault.Reason? {
    state == .inside ? .unclosedArray(line: openingLine) : nil
  }

  mutating func next(_ byte: UInt8, line: Int) -> Verdict {
    switch (byte, state) {
    case (UInt8(ascii: ","), .inside) where previous == .record,
      (UInt8(ascii: ","), .unsure):
      previous = .comma
      return .pass
    case (UInt8(ascii: "]"), .inside) where previous != .comma,
      (UInt8(ascii: "]"), .unsure):
      self = ArrayFraming()
      return .pass
    case (UInt8(ascii: ","), .inside), (UInt8(ascii: "]"), .inside):
      return .fault(.expectedValue)
    case (UInt8(ascii: ","), _), (UInt8(ascii: ":"), _), (UInt8(ascii: "]"), _),
      (UInt8(ascii: "}"), _):
      return .fault(.strayByte(byte))
    case (UInt8(ascii: "["), .outside), (UInt8(ascii: "["), .unsure):
      self = ArrayFraming()
      state = .inside
      openingLine = line
      return .pass
    case (_, .inside) where previous == .record:
      return .fault(.expectedCommaBetweenRecords)
    case (_, .unsure) where previous == .record:
      self = ArrayFraming()
      previous = .record
      return .record
    default:
      previous = .record
      return .record
    }
  }

  /// Notes the column of a record that stands first on its line.
  mutating func indent(to column: Int) {
    indentation = max(indentation, min(column, Self.deepestIndentation))
  }

  /// Goes on behind damage.
  mutating func resume() {
    state = .unsure
    previous = .bracket
  }
}
