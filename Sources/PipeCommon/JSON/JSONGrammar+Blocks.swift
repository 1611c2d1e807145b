/// The grammar over 64 tokens at a time, for what is good. What is not, or may not be, is left to
/// the steps, a token each, which name the fault.
///
/// What may stand at a place follows from what stands before it, so each kind of place is a mask:
///
///     tokens       { " : 1 , " \ : [ " , { } ] }
///     keys         . 1 . . . 1 . . . . . . 1 . .    behind '{' and behind a comma in an object
///     values       . . . 1 . . . . 1 . . 1 . . .    behind ':' and behind a comma in an array
///     firsts       . . . . . . . . . 1 . . . . .    behind '[': a value or the end
///     colons       . . 1 . . . . 1 . . . . . . .    behind a key and its escapes
///     separators   . . . . 1 . . . . . 1 . . 1 1    behind a value and its escapes
///
/// Only brackets are looked at one by one, to match them and to know which commas stand in objects,
/// and scalars and escapes, for their bytes.
extension JSONGrammar {
  private enum Verdict {
    case good, complete, suspect
  }

  /// Reads on block by block inside of a record, leaving at least the last mark, behind which the
  /// bytes may end, to the steps.
  ///
  /// - Returns: the last mark, if the record is whole.
  mutating func runBlocks(
    _ window: borrowing ByteBuffer, _ index: borrowing StructuralIndex
  ) -> Int? {
    var places = NextPlace(expectation, isBehindString: isBehindString(index.marks))
    while true {
      let count = min(64, index.marks.count &- 1 &- nextMark)
      guard count > 0 else { break }
      switch takeBlock(window.bytes, index, count, &places) {
      case .good: continue
      case .complete: return nextMark &- 1
      case .suspect:
        // From the beginning, as the stack has changed.
        begin(at: firstMark)
        isSuspect = true
        return nil
      }
    }
    expectation = places.expectation
    return nil
  }

  private func isBehindString(_ marks: borrowing MarkList) -> Bool {
    guard stack.count > 0 else { return false }
    let token = marks.tokens[nextMark &- 1]
    return token == UInt8(ascii: "\"") || token == UInt8(ascii: "\\")
  }

  @inline(__always)
  private mutating func takeBlock(
    _ bytes: Span<UInt8>, _ index: borrowing StructuralIndex, _ count: Int, _ next: inout NextPlace
  ) -> Verdict {
    let tokens = unsafe TokenMask(index.marks.block(at: nextMark))
    var valid = UInt64.max &>> UInt64(64 &- count)
    guard stack.count > 0 || (tokens.object | tokens.array) & 1 == 1,
      let inObjects = takeBrackets(tokens, index.marks, &valid)
    else { return .suspect }

    let ends = tokens.objectEnd | tokens.arrayEnd
    let escapes = tokens.escape & valid
    let strings = tokens.quote | escapes
    let scalars =
      valid
      & ~(strings | tokens.object | tokens.array | ends | tokens.colon | tokens.comma)
    let last = UInt64(63 &- valid.leadingZeroBitCount)

    let behindKey = tokens.object | tokens.comma & inObjects
    let keys = behindKey &<< 1 | next.key
    let behindValue = tokens.colon | tokens.comma & ~inObjects
    let values = behindValue &<< 1 | next.value
    let firsts = tokens.array &<< 1 | next.first
    let behindStrings = strings &<< 1 | next.escape
    // Adding the first place of a run of escapes to the run carries to the place behind it.
    let keyStrings = tokens.quote & keys
    let behindKeys = keyStrings &<< 1 | next.colon
    let (carried, overflow) = escapes.addingReportingOverflow(behindKeys & escapes)
    let colons = (carried | behindKeys) & ~escapes
    let separators =
      (scalars | ends) &<< 1 | behindStrings & ~escapes & ~colons | next.separator

    let good =
      keys & tokens.quote | (tokens.object &<< 1 | next.end) & tokens.objectEnd
      | (values | firsts) & (tokens.quote | scalars | tokens.object | tokens.array)
      | firsts & tokens.arrayEnd | colons & tokens.colon
      | separators & (tokens.comma | ends) | behindStrings & escapes
    guard valid & ~good == 0, areGood(scalars, escapes, bytes, index) else { return .suspect }

    nextMark &+= Int(last) &+ 1
    if stack.count == 0 { return .complete }
    next.key = behindKey &>> last & 1
    next.end = tokens.object &>> last & 1
    next.value = behindValue &>> last & 1
    next.first = tokens.array &>> last & 1
    next.escape = strings &>> last & 1
    next.colon = keyStrings &>> last & 1 | (carried &>> last) >> 1 | (overflow ? 1 : 0)
    next.separator = (scalars | ends) &>> last & 1 | next.escape & ~next.colon
    return .good
  }

  /// Matches a block's brackets, up to the one that ends the record.
  ///
  /// - Returns: which tokens stand directly in an object; `nil` if brackets do not match.
  @inline(__always)
  private mutating func takeBrackets(
    _ tokens: TokenMask, _ marks: borrowing MarkList, _ valid: inout UInt64
  ) -> UInt64? {
    let opening = (tokens.object | tokens.array) & valid
    var rest = opening | (tokens.objectEnd | tokens.arrayEnd) & valid
    var inObjects: UInt64 = 0
    var isObject: UInt64 = stack.count > 0 && opensObject(marks.tokens) ? .max : 0
    var from = UInt64.max
    while rest != 0 {
      let bit = rest & (0 &- rest)
      let mark = nextMark &+ rest.trailingZeroBitCount
      let behind = 0 &- bit
      inObjects |= isObject & from & ~behind
      from = behind
      if opening & bit != 0 {
        guard stack.count < Self.depthLimit else { return nil }
        stack.append(mark)
        isObject = tokens.object & bit != 0 ? .max : 0
      } else {
        guard (tokens.objectEnd & bit != 0) == (isObject != 0) else { return nil }
        closers[Int(stack.removeLast())] = UInt32(truncatingIfNeeded: mark)
        if stack.count == 0 {
          valid &= bit | (bit &- 1)
          return inObjects
        }
        isObject = opensObject(marks.tokens) ? .max : 0
      }
      rest &= rest &- 1
    }
    return inObjects | isObject & from
  }

  /// Checks the bytes of scalars and escapes.
  @inline(__always)
  private func areGood(
    _ scalars: UInt64, _ escapes: UInt64, _ bytes: Span<UInt8>,
    _ index: borrowing StructuralIndex
  ) -> Bool {
    var rest = scalars
    while rest != 0 {
      let start = Int(index.marks[nextMark &+ rest.trailingZeroBitCount])
      guard JSONScalar.isWhole(bytes, at: start) else { return false }
      rest &= rest &- 1
    }
    rest = escapes
    while rest != 0 {
      let start = Int(index.marks[nextMark &+ rest.trailingZeroBitCount])
      guard start < index.strayBackslash, JSONString.escapeLength(bytes, at: start) != nil else {
        return false
      }
      rest &= rest &- 1
    }
    return true
  }
}

/// What may stand at the next token's place: 1 or 0 each.
private struct NextPlace {
  var key: UInt64 = 0
  /// The end of an object that has no members.
  var end: UInt64 = 0
  var value: UInt64 = 0
  /// An array's first element, or its end.
  var first: UInt64 = 0
  var colon: UInt64 = 0
  var separator: UInt64 = 0
  /// An escape of the string before it.
  var escape: UInt64 = 0

  init(_ expectation: JSONGrammar.Expectation, isBehindString: Bool) {
    switch expectation {
    case .value: value = 1
    case .elementOrEnd: first = 1
    case .keyOrEnd: (key, end) = (1, 1)
    case .key: key = 1
    case .colon: colon = 1
    case .separator: separator = 1
    }
    escape = isBehindString ? 1 : 0
  }

  var expectation: JSONGrammar.Expectation {
    if end == 1 { return .keyOrEnd }
    if key == 1 { return .key }
    if value == 1 { return .value }
    if first == 1 { return .elementOrEnd }
    return colon == 1 ? .colon : .separator
  }
}
