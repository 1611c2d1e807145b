/// Numbers and the three words, checked to their last byte.
enum JSONScalar {
  enum Verdict: Equatable {
    case whole
    /// The bytes end where the token could go on.
    case unfinished(Progress)
    /// The first byte that does not fit.
    case malformed(at: Int)
  }

  /// How far a number was checked, so that one of millions of digits is not begun again and again.
  struct Progress: Equatable {
    fileprivate enum Run { case integer, fraction, exponent }

    /// The digits it was in the middle of; `nil` if it is to be begun again.
    fileprivate var run: Run?
    /// Bytes of the token before the place to go on from.
    fileprivate var length = 0

    static let none = Progress()

    fileprivate init(run: Run? = nil, length: Int = 0) {
      self.run = run
      self.length = length
    }
  }

  /// Checks the token at a position, which must be followed by a blank, a bracket, ',' or ':'.
  static func check(
    _ bytes: Span<UInt8>, at start: Int, atEnd: Bool, after progress: Progress = .none
  ) -> Verdict {
    var place = start
    var run: Progress.Run?
    let isValid: Bool
    switch bytes[start] {
    case UInt8(ascii: "t"): isValid = skip("true", bytes, &place)
    case UInt8(ascii: "f"): isValid = skip("false", bytes, &place)
    case UInt8(ascii: "n"): isValid = skip("null", bytes, &place)
    default: isValid = skipNumber(bytes, &place, progress, &run)
    }
    if place == bytes.count, !atEnd || !isValid {
      return .unfinished(run == nil ? .none : Progress(run: run, length: place - start))
    }
    guard isValid, place == bytes.count || isDelimiter(bytes[place]) else {
      return .malformed(at: place)
    }
    return .whole
  }

  /// Whether the token at a position is good and whole; common ones are seen at once.
  @inline(__always)
  static func isWhole(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    isCommon(bytes, at: start) || check(bytes, at: start, atEnd: false) == .whole
  }

  /// Whether it is a word, or a number without exponent, followed by what mostly follows it.
  @inline(__always)
  private static func isCommon(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    func isEnd(_ place: Int) -> Bool {
      let byte = bytes[place]
      return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }
    guard start &+ 8 <= bytes.count else { return false }
    let first = bytes[start]
    guard first <= UInt8(ascii: "9") else {
      let word = bytes.word(at: start)
      switch UInt32(truncatingIfNeeded: word) {
      case 0x6575_7274, 0x6C6C_756E: return isEnd(start &+ 4)
      case 0x736C_6166: return word &>> 32 & 0xFF == 0x65 && isEnd(start &+ 5)
      default: return false
      }
    }
    let digits = first == UInt8(ascii: "-") ? start &+ 1 : start
    guard var end = endOfDigits(bytes, digits), end > digits,
      bytes[digits] != UInt8(ascii: "0") || end == digits &+ 1
    else { return false }
    if bytes[end] == UInt8(ascii: ".") {
      let fraction = end &+ 1
      guard let fractionEnd = endOfDigits(bytes, fraction), fractionEnd > fraction else {
        return false
      }
      end = fractionEnd
    }
    return isEnd(end)
  }

  /// Where the digits from a place on end, eight bytes a turn; `nil` close to the end of the bytes.
  @inline(__always)
  private static func endOfDigits(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    var place = start
    while place &+ 8 <= bytes.count {
      // The highest bit of each byte that is no digit, right up to the first such byte.
      let values = bytes.word(at: place) ^ 0x3030_3030_3030_3030
      let others = (values | (values &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
      if others != 0 { return place &+ others.trailingZeroBitCount &>> 3 }
      place &+= 8
    }
    return nil
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
  ///
  /// Leaves `place` behind the number, or at the byte that does not fit, and `run` at the digits
  /// that the bytes end in, if there was one at least.
  private static func skipNumber(
    _ bytes: Span<UInt8>, _ place: inout Int, _ progress: Progress, _ run: inout Progress.Run?
  ) -> Bool {
    place += progress.length
    if progress.run == nil {
      if bytes[place] == UInt8(ascii: "-") { place += 1 }
      if place < bytes.count, bytes[place] == UInt8(ascii: "0") {
        place += 1
      } else {
        guard skipDigits(bytes, &place) else { return false }
        run = .integer
      }
    } else if progress.run == .integer {
      _ = skipDigits(bytes, &place)
      run = .integer
    }
    if progress.run == .fraction {
      _ = skipDigits(bytes, &place)
      run = .fraction
    } else if progress.run != .exponent, place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      run = nil
      guard skipDigits(bytes, &place) else { return false }
      run = .fraction
    }
    if progress.run == .exponent {
      _ = skipDigits(bytes, &place)
      run = .exponent
    } else if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      run = nil
      if place < bytes.count,
        bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-")
      {
        place += 1
      }
      guard skipDigits(bytes, &place) else { return false }
      run = .exponent
    }
    return true
  }

  @inline(__always)
  private static func skipDigits(_ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    let start = place
    while place < bytes.count, bytes[place] &- UInt8(ascii: "0") < 10 { place &+= 1 }
    return place > start
  }

  private static func skip(_ word: StaticString, _ bytes: Span<UInt8>, _ place: inout Int) -> Bool {
    let length = word.utf8CodeUnitCount
    for index in 0..<length {
      let expected = unsafe word.utf8Start[index]
      guard place < bytes.count, bytes[place] == expected else { return false }
      place += 1
    }
    return true
  }

  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"),
      UInt8(ascii: "["), UInt8(ascii: "{"):
      true
    default: false
    }
  }
}
