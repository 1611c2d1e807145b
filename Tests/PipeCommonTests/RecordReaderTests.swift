import PipeCommon
import Testing

@Suite struct RecordReaderTests {
  @Test(arguments: [
    "{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}\r\n{\"b\":2}\r\n", "{\"a\":1}{\"b\":2}",
    "\u{FEFF}{\"a\":1}\n{\"b\":2}", "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n",
    "[{\"a\":1},{\"b\":2}]", "[\n  {\"a\":1},\n  {\"b\":2}\n]\n", "[{\"a\":1}]\n{\"b\":2}\n[]",
    "[{\"a\":1}][{\"b\":2}]", "  {\"a\":1}  {\"b\":2}  ",
    "\u{1E}{\"a\":1}\n\u{1E}{\"b\":2}\n", "{\"a\":1}\n\u{FEFF}{\"b\":2}\n\u{FEFF}",
    "\u{FEFF}\u{FEFF}{\"a\":1}\u{1E}\u{FEFF}\u{1E}{\"b\":2}",
    "[\u{FEFF}{\"a\":1}\u{1E},\n\u{FEFF} {\"b\":2}\u{FEFF}]", "[ {\"a\":1}\n, {\"b\":2}\n]",
  ])
  func everyFramingGivesTheSameRecords(input: String) throws {
    let reading = try Reading(input)
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}"])
    #expect(reading.reasons == [])
    #expect(!reading.endsInsideRecord)
  }

  @Test func emptyObjectsAndBlankLinesArePassedOverAndCounted() throws {
    let reading = try Reading("{}\n\n{ }\n{\"a\":1}\n  \n\r\n")
    #expect(reading.texts == ["{\"a\":1}"])
    #expect(reading.blank == 5)
    #expect(reading.records == 6)
  }

  @Test func marksBetweenRecordsAreNoRecordsAndNoLines() throws {
    let reading = try Reading("\u{FEFF}\n\u{1E}{\"a\":1}\n\u{1E}\n\u{FEFF}{\"b\":2}\n\u{FEFF}")
    #expect(reading.steps == [.record("{\"a\":1}", line: 2), .record("{\"b\":2}", line: 4)])
    #expect(reading.blank == 2 && reading.records == 4)
  }

  @Test(arguments: ["1", "\"a\"", "nul", "[[1]]", "\u{FEFE}{}", "{\"x\":}"])
  func aMarkIsNoPartOfWhatFollows(line: String) throws {
    let reading = try Reading("{\"a\":1}\n\u{FEFF}\(line)\n{\"b\":2}\u{FEFF}\n\u{FEFF}{\"c\":3}")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"])
    #expect(reading.rejects == (line == "[[1]]" ? "[1]" : line) + "\n")
    #expect(reading.records == 4)
  }

  @Test func aRecordsLineIsTheOneItBeginsOn() throws {
    let reading = try Reading("\n{\n\"a\":1}\n\n{\"b\":2} {\"c\":3}\n{\"d\":4}")
    #expect(
      reading.steps == [
        .record("{\"a\":1}", line: 2), .record("{\"b\":2}", line: 5), .record("{\"c\":3}", line: 5),
        .record("{\"d\":4}", line: 6),
      ])
  }

  @Test(arguments: [
    ("{\"x\":", "expected ',' or '}' after a value"), ("{\"x\":,", "expected a value"),
    ("{\"x\":\"abc", "a string is not closed before the end of its line"),
    ("{\"x\":1", "expected ',' or '}' after a value"), ("{\"x\" 1}", "expected ':' after a key"),
    ("{\"x\":1,}", "expected a key after ','"), ("{\"x\":01}", "invalid number"),
    ("{\"x\":tru}", "expected a value (true, false and null are the only words)"),
    ("{\"x\":\"\\q\"}", "invalid escape in a string"),
    ("{\"x\":\"\\u12g4\"}", "invalid escape in a string"),
    ("{\"x\":\"\u{1}\"}", "control character 0x01 inside a string (write it as an escape)"),
    ("]", "unexpected ']' between records"), ("{\"x\":1]", "expected ',' or '}' after a value"),
    ("{\"a\":\"b\" \\n}", "expected ',' or '}' after a value"),
    ("\u{1}{}", "control character 0x01 between tokens"),
    ("nul", "expected a value (true, false and null are the only words)"),
  ])
  func oneDamagedLineCostsOneLine(damaged: String, reason: String) throws {
    let reading = try Reading("{\"a\":1}\n\(damaged)\n{\"b\":2}\n{\"c\":3}\n")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"])
    #expect(reading.reasons == [reason])
    #expect(reading.rejects == damaged + "\n")
    #expect(reading.records == 4)
  }

  @Test func aLineLeftOpenDoesNotSwallowTheNext() throws {
    let reading = try Reading("{\"x\":[\n{\"a\":1}\n{\"b\":2}\n")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}"])
    #expect(reading.rejects == "{\"x\":[\n")
  }

  @Test func aRecordLeftOpenBeforeTheLastLineDoesNotSwallowIt() throws {
    let reading = try Reading("{\"x\":[\n{\"a\":1}\n")
    #expect(reading.texts == ["{\"a\":1}"])
    #expect(reading.reasons == ["the input ends inside a record"])
    #expect(!reading.endsInsideRecord)
  }

  @Test func damageInsideAnArrayCostsOneElement() throws {
    let reading = try Reading("[\n  {\"a\":1},\n  {\"x\":,\n  {\"b\":2}\n]\n{\"c\":3}\n")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"])
    #expect(reading.rejects == "{\"x\":\n")
  }

  @Test func anArrayIndentedByOneGoesOnBehindDamage() throws {
    let reading = try Reading("[{\"a\":1},\n {\"x\":,\n {\"b\":2}]\n")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}"])
  }

  @Test(arguments: ["    ", "\t", "\u{FEFF}  ", "\u{1E}"])
  func linesThatAreAllIndentedGoOnBehindDamage(blanks: String) throws {
    for damaged in ["{bad}", "{\"x\":[", "{\"x\":\"", "bad"] {
      let lines = ["{\"a\":1}", damaged, "{\"b\":2}"].map { blanks + $0 + "\n" }
      let reading = try Reading(lines.joined())
      #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}"])
      #expect(reading.records == 3)
    }
  }

  @Test func soDoLinesThatBeginWithTheirComma() throws {
    let reading = try Reading("[ {\"a\":1}\n, {\"x\":}\n, {\"b\":2}\n,{\"y\":\n  , {\"c\":3}\n]\n")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"])
    #expect(reading.rejects == "{\"x\":}\n{\"y\":\n")
  }

  @Test func whatBeginsNoRecordIsRejectedLineByLine() throws {
    let reading = try Reading("one {\"x\":1}\n{\"a\":1}\n two\n} {\"y\":1}\n  {\"b\":2}\n")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}"])
    #expect(reading.rejects == "one {\"x\":1}\ntwo\n} {\"y\":1}\n")
  }

  @Test func linesLeftOpenAreRejectedLineByLine() throws {
    let open = String(repeating: "{\"x\":[\n{\"a\":1},\n", count: 2000)
    let reading = try Reading(open + "{\"b\":{\"c\":2}}\n")
    #expect(reading.texts == Array(repeating: "{\"a\":1}", count: 2000) + ["{\"b\":{\"c\":2}}"])
    #expect(reading.rejects == String(repeating: "{\"x\":[\n", count: 2000))
  }

  @Test(arguments: [
    ("web  | {\"a\":1}\n", "sed 's/^[^{]*//'"), ("k\t{\"a\":1}\n", "cut -f2-"),
    ("7\t{ \"a\":1}\n", "cut -f2-"), ("k\tl\t{}\n", "cut -f3-"),
  ])
  func aPrefixOfMostLinesIsNamedWithWhatTakesItAway(line: String, command: String) throws {
    // A number is a record by itself, which does not wait for what follows.
    for readLimit in line.hasPrefix("7") ? [.max] : [1, 5, .max] {
      let lines = String(repeating: line, count: 4)
      let hint = try Reading(Array((lines + "{\"b\":2}\n").utf8), readLimit: readLimit).hint
      #expect(hint?.contains(command) ?? false, "\(hint ?? "nothing"), reads of \(readLimit)")
    }
    #expect(try Reading(line + "{\"b\":2}\n{\"b\":2}\n{\"b\":2}\n").hint == nil)
  }

  @Test(arguments: ["bad\n", "{\"a\":}\n", "a { b\n", "x\n{\"a\":1}\n"])
  func otherDamageHasNoPrefix(line: String) throws {
    #expect(try Reading(line).hint == nil)
  }

  @Test(arguments: [1, 2, 3, 64, 1 << 18])
  func recordsStandBehindTheKeysOfTheirLines(capacity: Int) throws {
    let lines = [
      "k\t{\"a\":1}", "\"\\{\t{\"b\":\t2}\r", "", "\t{", "\"c\":\t3 }", " {}\t[{\"d\":4},",
      "{\"k\":\"\t{\"e\":5}]", "none", "l\t{\"x\":", "m\t{\"f\":6}{\"g\":7}", "n\t",
    ]
    let input = Array(lines.joined(separator: "\n").utf8)
    let reading = try Reading(input, capacity: capacity, takesBehindTab: true)
    let records = reading.steps.compactMap { step in
      if case .record(let text, let line) = step { "\(line) \(text)" } else { nil }
    }
    #expect(
      records == [
        "1 {\"a\":1}", "2 {\"b\":2}", "4 {\"c\":3}", "6 {\"d\":4}", "7 {\"e\":5}", "10 {\"f\":6}",
        "10 {\"g\":7}",
      ])
    #expect(reading.rejects == "none\n{\"x\":\n")
    #expect(reading.blank == 1 && reading.records == 10)
  }

  @Test func nestedLinesOfADamagedPrettyPrintedRecordAreNoRecords() throws {
    let reading = try Reading("{\n  \"x\": {\n    \"y\": oops\n  }\n}\n{\"a\":1}\n")
    #expect(reading.texts == ["{\"a\":1}"])
    #expect(reading.reasons.count == 1)
  }

  @Test(arguments: ["1", "\"a\"", "null", "true", "[1]"])
  func whatIsNoObjectIsRejectedAlone(value: String) throws {
    let framed = value == "[1]" ? "[[1],{\"a\":1}]" : "\(value) {\"a\":1}"
    let reading = try Reading(framed)
    #expect(reading.texts == ["{\"a\":1}"])
    #expect(reading.rejects == value + "\n")
  }

  @Test(arguments: ["\\", "?", "é", "]"])
  func aFaultLiesInItsRecord(damaged: String) throws {
    let reading = try Reading("{\"a\":1}\n\n \(damaged)\n{\"b\":2}\n")
    guard case .rejected(_, let byte, let line) = reading.steps[1] else {
      Issue.record("\(reading.steps)")
      return
    }
    #expect(byte == 0 && line == 3)
  }

  @Test func aScalarBehindWhichNothingWasIndexedYetEndsWhereItEnds() throws {
    // Stage 1 goes in steps; the blanks put a step's end between the scalar and the next record.
    for count in 1000..<1100 {
      let input = "1" + String(repeating: " ", count: count) + "{\"a\":\"é\"}\n"
      let reading = try Reading(input)
      #expect(reading.texts == ["{\"a\":\"é\"}"])
      #expect(reading.rejects == "1\n")
    }
  }

  @Test(arguments: ["", "-", "0.", "1e", "-1.5E+", "1.25"])
  func aLongNumberIsNotBegunAgainWithEveryRead(head: String) throws {
    let number = head + String(repeating: "7", count: 3_000_000)
    let reading = try Reading(
      Array("{\"a\":\(number)}\n{\"b\":\(number)x}\n".utf8), readLimit: 4096)
    #expect(reading.texts == ["{\"a\":\(number)}"])
    #expect(reading.reasons == ["invalid number"])
  }

  @Test func theDepthLimitIsExact() throws {
    let fits = String(repeating: "[", count: 1023) + String(repeating: "]", count: 1023)
    #expect(try Reading("{\"a\":\(fits)}").reasons == [])
    #expect(try Reading("{\"a\":[\(fits)]}\n").reasons == ["nested deeper than 1024 levels"])
  }

  @Test(arguments: [1, 16, 1 << 18])
  func theLengthLimitIsExact(capacity: Int) throws {
    let record = "{\"a\":\"" + String(repeating: "x", count: 92) + "\"}"
    #expect(record.utf8.count == 100)
    let input = Array("\(record)\n{\"b\":2}\n".utf8)
    #expect(try Reading(input, capacity: capacity, maxRecord: 100).reasons == [])
    let reading = try Reading(input, capacity: capacity, maxRecord: 99)
    #expect(reading.reasons == ["longer than 99 bytes (see --max-record)"])
    #expect(reading.texts == ["{\"b\":2}"])
    #expect(reading.rejects == record + "\n")
  }

  @Test(arguments: [
    "{\"a\":\"b", "{\"a\":1", "{\"a\":-", "{\"a\":tr", "{\"a\":\"\\u12", "{\"a\":[1,",
  ])
  func anInputThatEndsInsideARecordIsKnown(rest: String) throws {
    let reading = try Reading("{\"b\":2}\n" + rest)
    #expect(reading.texts == ["{\"b\":2}"])
    #expect(reading.reasons == ["the input ends inside a record"])
    #expect(reading.endsInsideRecord)
  }

  @Test func anArrayThatIsNotClosedIsReported() throws {
    let reading = try Reading("\n[{\"a\":1},\n{\"b\":2}")
    #expect(reading.texts == ["{\"a\":1}", "{\"b\":2}"])
    #expect(reading.reasons == ["the input ends inside the array that began in line 2"])
    #expect(reading.endsInsideRecord)
  }

  @Test(arguments: ["[{\"a\":1} {\"x\":2}]", "[{\"a\":1},]", "[,{\"x\":1}]"])
  func anArrayNeedsItsCommas(input: String) throws {
    #expect(try Reading(input).reasons.count == 1)
  }

  @Test(
    arguments: [
      [0xFF], [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3],
      [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0x28], [0xE2, 0x28, 0xA1],
    ] as [[UInt8]])
  func illFormedUTF8IsRejectedWhereverItStands(bytes: [UInt8]) throws {
    // At every offset around the end of a block of 64 bytes.
    for padding in 50..<70 {
      let text = Array(("{\"a\":\"" + String(repeating: "x", count: padding)).utf8)
      for end in ["\"}", ",\":1}", "xx\"}"] {
        let reading = try Reading(text + bytes + Array("\(end)\n{\"b\":2}\n".utf8))
        #expect(reading.texts == ["{\"b\":2}"])
        #expect(reading.reasons == ["invalid UTF-8"])
      }
    }
  }
}
