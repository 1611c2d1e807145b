import Foundation
import PipeCommon

/// Everything a reader makes of an input.
struct Reading: Equatable {
  enum Step: Equatable {
    /// A record without its white space, and its line.
    case record(String, line: Int)
    /// A reason, its offset, and the line.
    case rejected(String, byte: Int, line: Int)
  }

  var steps: [Step] = []
  var rejects = ""
  /// The bytes of records and rejects, in the order of the input.
  var accounted: [UInt8] = []
  var records = 0
  var blank = 0
  var endsInsideRecord = false
  /// Not compared: it may take note of what happens to be there of a line.
  var hint: String?

  static func == (one: Reading, other: Reading) -> Bool {
    one.steps == other.steps && one.rejects == other.rejects && one.accounted == other.accounted
      && one.records == other.records && one.blank == other.blank
      && one.endsInsideRecord == other.endsInsideRecord
  }

  var texts: [String] {
    steps.compactMap { if case .record(let text, _) = $0 { text } else { nil } }
  }
  var reasons: [String] {
    steps.compactMap { if case .rejected(let reason, _, _) = $0 { reason } else { nil } }
  }

  init(
    _ input: [UInt8], capacity: Int = 1 << 18, readLimit: Int = .max,
    maxRecord: Int = CommonSettings.defaultMaxRecord, takesBehindTab: Bool = false,
    level: VectorLevel = .current, readsAheadAfter: Int? = nil
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let inputFile = folder.appending(path: "input").path
    let rejectsFile = folder.appending(path: "rejects").path
    try Data(input).write(to: URL(filePath: inputFile))

    var rejects = Rejects(
      to: OutputWriter(try FileDescriptor(appending: rejectsFile)),
      Diagnostics(tool: "test", quiet: true))
    var reader = RecordReader(
      try InputFiles([inputFile]), maxRecord: maxRecord, takesBehindTab: takesBehindTab,
      capacity: capacity, readLimit: readLimit, level: level,
      readsAheadAfter: readsAheadAfter)
    var seen = 0
    loop: while true {
      switch try reader.advance(rejecting: &rejects) {
      case .record:
        accounted.append(contentsOf: reader.record)
        var text: [UInt8] = []
        reader.view.append(reader.view.range(reader.view.root), to: &text)
        steps.append(.record(String(decoding: text, as: UTF8.self), line: reader.place.line))
      case .rejected(let fault):
        try rejects.flush()
        let kept = try Data(contentsOf: URL(filePath: rejectsFile))
        accounted += kept.dropFirst(seen)
        seen = kept.count
        steps.append(
          .rejected("\(fault.reason)", byte: fault.offset, line: reader.place.line))
      case .needsTurn: try rejects.takeTurn()
      case .waiting: while !reader.isReadable(within: 250) {}
      case .end, .interrupted: break loop
      }
    }
    try rejects.flush()
    self.rejects = String(decoding: try Data(contentsOf: URL(filePath: rejectsFile)), as: UTF8.self)
    records = reader.records
    hint = reader.hint
    blank = reader.blank
    endsInsideRecord = reader.endsInsideRecord
  }

  init(_ input: String) throws { try self.init(Array(input.utf8)) }
}
