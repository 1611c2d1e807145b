/// Stage 2: whether the marked bytes are the tokens of one JSON value (RFC 8259), in order.
///
/// It goes from mark to mark and looks between them only where a scalar or an escape stands. For
/// every closing bracket it notes the mark of the opening one, so that stage 3 can step over a
/// value at once. It can stop at any mark and go on when stage 1 has found more; open brackets are
/// kept on a stack of its own, so depth costs no call.
package struct JSONGrammar: ~Copyable {
  /// How many brackets may be open at a time.
  package static let depthLimit = 1024

  /// How far a run came.
  package enum Outcome: Equatable {
    /// The value is whole; nothing of it stands behind this mark.
    case complete(lastMark: Int)
    /// More marks are needed.
    case starved
    case fault(JSONFault)
  }

  enum Expectation {
    case value, elementOrEnd, keyOrEnd, key, colon, separator
  }

  var expectation = Expectation.value
  /// The marks of the brackets that are open, outermost first.
  var stack = OffsetList(capacity: depthLimit)
  var nextMark = 0
  /// How far the scalar at `nextMark` was checked.
  private var progress = JSONScalar.Progress.none
  /// The record's first mark.
  private(set) var firstMark = 0
  /// Whether the record has, or may have, a fault, so that it is read step by step.
  var isSuspect = false
  /// For the mark of an opening bracket, the mark that closes it; anything for other marks.
  package internal(set) var closers = OffsetList()

  /// Whether every record is read step by step.
  private let isStepping: Bool

  package init(_ level: VectorLevel = .current) { isStepping = level == .plain }

  /// Expects a value that begins at a mark.
  package mutating func begin(at mark: Int) {
    expectation = .value
    stack.removeAll()
    progress = .none
    isSuspect = isStepping
    firstMark = mark
    nextMark = mark
  }

  /// Follows marks that were renumbered by so many less.
  package mutating func forget(marks count: Int) {
    firstMark -= count
    nextMark -= count
    stack.removeFirst(0, shiftingBy: count)
    closers.removeFirst(min(count, closers.count), shiftingBy: count)
  }

  /// Reads on as far as the marks reach.
  ///
  /// - Parameter atEnd: whether no more bytes will come, so that a token may end with them.
  package mutating func run(
    _ window: borrowing ByteBuffer, _ index: borrowing StructuralIndex, atEnd: Bool
  ) -> Outcome {
    closers.extend(to: index.marks.count)
    if !isSuspect, progress == .none, let lastMark = runBlocks(window, index) {
      return .complete(lastMark: lastMark)
    }
    return runSteps(window, index, atEnd: atEnd)
  }

  /// The same a mark a turn, but for what mostly comes together: a key and its colon, a string and
  /// its comma.
  private mutating func runSteps(
    _ window: borrowing ByteBuffer, _ index: borrowing StructuralIndex, atEnd: Bool
  ) -> Outcome {
    let bytes = window.bytes
    let marks = index.marks.places
    let tokens = index.marks.tokens
    var isObject = false
    if stack.count > 0 { isObject = opensObject(tokens) }
    while nextMark < marks.count {
      let offset = Int(marks[nextMark])
      let byte = bytes[offset]
      switch expectation {
      case .key, .keyOrEnd:
        if byte == UInt8(ascii: "\"") {
          expectation = .colon
          if nextMark &+ 1 < marks.count,
            tokens[nextMark &+ 1] == UInt8(ascii: ":")
          {
            expectation = .value
            nextMark &+= 1
          }
        } else if byte == UInt8(ascii: "}"), expectation == .keyOrEnd {
          if close() { return .complete(lastMark: nextMark) }
          isObject = opensObject(tokens)
        } else {
          return fault(bytes, index, at: offset)
        }

      case .colon:
        if byte == UInt8(ascii: ":") {
          expectation = .value
        } else if let outcome = escape(bytes, index, at: offset, atEnd: atEnd) {
          return outcome
        }

      case .value, .elementOrEnd:
        switch byte {
        case UInt8(ascii: "\""):
          expectation = .separator
          if nextMark &+ 1 < marks.count, stack.count > 0,
            tokens[nextMark &+ 1] == UInt8(ascii: ",")
          {
            expectation = isObject ? .key : .value
            nextMark &+= 1
          }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          guard stack.count < Self.depthLimit else {
            return .fault(JSONFault(.tooDeep(limit: Self.depthLimit), at: offset))
          }
          stack.append(nextMark)
          isObject = byte == UInt8(ascii: "{")
          expectation = isObject ? .keyOrEnd : .elementOrEnd
        case UInt8(ascii: "]") where expectation == .elementOrEnd:
          if close() { return .complete(lastMark: nextMark) }
          isObject = opensObject(tokens)
        default:
          switch JSONScalar.check(bytes, at: offset, atEnd: atEnd, after: progress) {
          case .whole:
            expectation = .separator
            progress = .none
          case .unfinished(let progress):
            self.progress = progress
            return atEnd ? .fault(JSONFault(.endOfInput, at: bytes.count)) : .starved
          case .malformed(let at): return scalarFault(bytes, index, at: at, start: offset)
          }
          if stack.count == 0 { return .complete(lastMark: nextMark) }
        }

      case .separator:
        if stack.count == 0 {
          // A string that stands alone: whole once the mark behind it shows that it is closed.
          if byte == UInt8(ascii: "\\") || isInsideString(bytes, index, offset) {
            if let outcome = escape(bytes, index, at: offset, atEnd: atEnd) { return outcome }
          } else {
            return .complete(lastMark: nextMark - 1)
          }
        } else if byte == UInt8(ascii: ",") {
          expectation = isObject ? .key : .value
        } else if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          if close() { return .complete(lastMark: nextMark) }
          isObject = opensObject(tokens)
        } else if let outcome = escape(bytes, index, at: offset, atEnd: atEnd) {
          return outcome
        }
      }
      nextMark &+= 1
    }
    guard atEnd else { return .starved }
    if stack.count == 0, expectation == .separator, !index.isInsideString {
      return .complete(lastMark: nextMark - 1)
    }
    return .fault(JSONFault(.endOfInput, at: bytes.count))
  }

  /// Notes which mark closes the innermost bracket.
  ///
  /// - Returns: whether that was the outermost.
  @inline(__always)
  private mutating func close() -> Bool {
    closers[Int(stack.removeLast())] = UInt32(truncatingIfNeeded: nextMark)
    expectation = .separator
    return stack.count == 0
  }

  /// Whether the innermost open bracket is an object's.
  @inline(__always)
  func opensObject(_ tokens: Span<UInt8>) -> Bool {
    tokens[Int(stack[stack.count &- 1])] == UInt8(ascii: "{")
  }
}
