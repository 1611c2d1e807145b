/// What is wrong with a record, and where.
///
/// It holds facts; the sentence is made when somebody asks for it.
package struct JSONFault: Error, Equatable {
  /// The first byte that cannot be right, counted from the record's first byte, from 0.
  package var offset: Int
  /// What is wrong.
  package let reason: Reason

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// Everything that can be wrong with a record.
  package enum Reason: Equatable {
    case expectedValue
    case expectedElementOrEnd
    case expectedKeyOrEnd
    case expectedKey
    case expectedColon
    case expectedCommaOrBrace
    case expectedCommaOrBracket
    case expectedCommaBetweenRecords
    case strayByte(UInt8)
    case unclosedString
    case control(UInt8, inString: Bool)
    case escape
    case utf8
    case number
    case literal
    case tooDeep(limit: Int)
    case tooLong(limit: Int)
    case endOfInput
    case unclosedArray(line: Int)
    case notAnObject(JSONKind)
    /// What the layers above find wrong with a well-formed record.
    case unacceptable(String)
  }
}

extension JSONFault.Reason: CustomStringConvertible {
  /// The sentence for people, without the place.
  package var description: String {
    switch self {
    case .expectedValue: "expected a value"
    case .expectedElementOrEnd: "expected a value or ']'"
    case .expectedKeyOrEnd: "expected a key or '}'"
    case .expectedKey: "expected a key after ','"
    case .expectedColon: "expected ':' after a key"
    case .expectedCommaOrBrace: "expected ',' or '}' after a value"
    case .expectedCommaOrBracket: "expected ',' or ']' after a value"
    case .expectedCommaBetweenRecords: "expected ',' or ']' between the records of an array"
    case .strayByte(let byte): "unexpected '\(Character(Unicode.Scalar(byte)))' between records"
    case .unclosedString: "a string is not closed before the end of its line"
    case .control(let byte, inString: true):
      "control character \(hex(byte)) inside a string (write it as an escape)"
    case .control(let byte, inString: false): "control character \(hex(byte)) between tokens"
    case .escape: "invalid escape in a string"
    case .utf8: "invalid UTF-8"
    case .number: "invalid number"
    case .literal: "expected a value (true, false and null are the only words)"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLong(let limit): "longer than \(limit) bytes (see --max-record)"
    case .endOfInput: "the input ends inside a record"
    case .unclosedArray(let line): "the input ends inside the array that began in line \(line)"
    case .notAnObject(let kind): "expected a batch (an object), found \(kind)"
    case .unacceptable(let text): text
    }
  }

  private func hex(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
