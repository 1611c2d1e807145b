import PipeCommon

/// A POSIX extended regular expression: of all matches the leftmost, of these the longest.
///
/// The system's library would take hours over some texts of 64 KiB. This one goes through a text
/// once for all ways of matching it (Thompson's construction), counts its steps, and gives a text
/// up when they are too many for its length.
///
/// Beside POSIX it knows `\d \s \w \b` and their capitals, and `\n \t \r`. Any other backslash
/// before a letter or digit is a mistake; back-references, which nothing matches quickly, are too.
struct RegularExpression {
  /// A mistake, and where in the pattern.
  struct Fault: Error {
    let reason: String
    let place: String.Index
  }

  /// How many steps are taken for each byte of a text at most.
  private static let stepsPerByte = 1000

  private let program: RegexProgram

  /// How many groups the expression has.
  var groups: Int { program.groups }

  /// - Parameter delimiter: what stands around the pattern; behind a backslash it is itself.
  init(
    _ pattern: Substring.UnicodeScalarView, delimiter: Unicode.Scalar? = nil
  ) throws(Fault) {
    var parser = RegexParser(pattern, delimiter: delimiter)
    let tree = try parser.parse()
    program = try RegexProgram(tree, groups: parser.groups, at: pattern.startIndex)
  }

  /// Every match from left to right: the whole of it, then its groups; a group that took no part is
  /// empty. An empty match directly behind another one does not count, as in sed.
  ///
  /// - Parameter text: UTF-8; a lone surrogate's three bytes are one character.
  /// - Returns: `nil` if that takes too many steps.
  func matches(in text: [UInt8]) -> [[Range<Int>]]? {
    let (characters, offsets) = Self.characters(of: text)
    guard program.canMatch(in: characters) else { return [] }
    var matcher = RegexMatcher(
      program, characters, steps: (text.count + 16) * Self.stepsPerByte)
    var matches: [[Range<Int>]] = []
    var start = 0
    while start <= characters.count, let match = matcher.firstMatch(from: start) {
      let ranges = match.map { offsets[$0.lowerBound]..<offsets[$0.upperBound] }
      if !match[0].isEmpty || ranges[0].lowerBound != matches.last?[0].upperBound {
        matches.append(ranges)
      }
      start = match[0].isEmpty ? match[0].upperBound + 1 : match[0].upperBound
    }
    return matcher.isExhausted ? nil : matches
  }

  /// A text's code points, and where each begins; the last offset is the text's end.
  private static func characters(of text: [UInt8]) -> ([UInt32], offsets: [Int]) {
    var characters: [UInt32] = []
    var offsets: [Int] = []
    characters.reserveCapacity(text.count)
    offsets.reserveCapacity(text.count + 1)
    for (offset, byte) in text.enumerated() {
      if byte & 0xC0 == 0x80, let last = characters.last {
        characters[characters.count - 1] = last << 6 | UInt32(byte & 0x3F)
      } else {
        let bits: UInt8 = byte < 0x80 ? 0x7F : byte < 0xE0 ? 0x1F : byte < 0xF0 ? 0x0F : 0x07
        characters.append(UInt32(byte & bits))
        offsets.append(offset)
      }
    }
    return (characters, offsets + [text.count])
  }
}
