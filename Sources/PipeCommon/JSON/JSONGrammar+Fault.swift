extension JSONGrammar {
  /// Checks an escape of the string before, if the unexpected mark is one.
  ///
  /// - Returns: `nil` if all is well, else how to stop.
  @inline(never)
  func escape(
    _ bytes: Span<UInt8>, _ index: borrowing StructuralIndex, at offset: Int, atEnd: Bool
  ) -> Outcome? {
    guard bytes[offset] == UInt8(ascii: "\\"), offset < index.strayBackslash else {
      return fault(bytes, index, at: offset)
    }
    if JSONString.escapeLength(bytes, at: offset) != nil { return nil }
    if offset + 1 < bytes.count {
      guard bytes[offset + 1] == UInt8(ascii: "u") else {
        return .fault(JSONFault(.escape, at: offset))
      }
      for place in offset + 2..<offset + 6 where place < bytes.count {
        guard JSONString.hexValue(bytes[place]) != nil else {
          return .fault(JSONFault(.escape, at: offset))
        }
      }
    }
    return atEnd ? .fault(JSONFault(.endOfInput, at: bytes.count)) : .starved
  }

  /// Names the fault at a mark that cannot stand here. Slow, and only done when all is lost.
  func fault(
    _ bytes: Span<UInt8>, _ index: borrowing StructuralIndex, at offset: Int
  ) -> Outcome {
    let byte = bytes[offset]
    if isInsideString(bytes, index, offset) {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        return .fault(JSONFault(.unclosedString, at: offset))
      case 0..<0x20: return .fault(JSONFault(.control(byte, inString: true), at: offset))
      default: return .fault(JSONFault(.utf8, at: offset))
      }
    }
    if byte < 0x20 { return .fault(JSONFault(.control(byte, inString: false), at: offset)) }
    // Before a record's first token there is none of its own.
    let isFirst = expectation == .value && stack.count == 0
    let place = isFirst ? offset : endOfTokenBefore(bytes, offset)
    return .fault(JSONFault(expected(bytes, index), at: place))
  }

  func scalarFault(
    _ bytes: Span<UInt8>, _ index: borrowing StructuralIndex, at offset: Int, start: Int
  ) -> Outcome {
    switch bytes[start] {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .fault(JSONFault(.number, at: offset))
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return .fault(JSONFault(.literal, at: offset))
    default:
      return fault(bytes, index, at: start)
    }
  }

  private func expected(
    _ bytes: Span<UInt8>, _ index: borrowing StructuralIndex
  ) -> JSONFault.Reason {
    switch expectation {
    case .value: return .expectedValue
    case .elementOrEnd: return .expectedElementOrEnd
    case .keyOrEnd: return .expectedKeyOrEnd
    case .key: return .expectedKey
    case .colon: return .expectedColon
    case .separator:
      guard stack.count > 0 else { return .expectedCommaBetweenRecords }
      return opensObject(index.marks.tokens) ? .expectedCommaOrBrace : .expectedCommaOrBracket
    }
  }

  /// Whether a mark lies in a string that the mark before it began or continued.
  func isInsideString(
    _ bytes: Span<UInt8>, _ index: borrowing StructuralIndex, _ offset: Int
  ) -> Bool {
    guard nextMark > 0, expectation == .colon || expectation == .separator else { return false }
    var place = Int(index.marks[nextMark - 1])
    switch bytes[place] {
    case UInt8(ascii: "\""): place += 1
    case UInt8(ascii: "\\"): place += 2
    default: return false
    }
    while place < offset {
      if bytes[place] == UInt8(ascii: "\"") { return false }
      place += 1
    }
    return true
  }

  /// Where a reader would look for the fault: behind the token before, if that ends another line.
  private func endOfTokenBefore(_ bytes: Span<UInt8>, _ offset: Int) -> Int {
    var place = offset
    var sawNewline = false
    while place > 0, bytes[place - 1] <= 0x20 {
      place -= 1
      if bytes[place] == UInt8(ascii: "\n") { sawNewline = true }
    }
    return sawNewline && place > 0 ? place : offset
  }
}
