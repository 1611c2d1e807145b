/// What became of a record.
package enum Disposition {
  case passed
  case filtered
  case rejected(JSONFault)
}

/// What a filter does with one record.
package protocol RecordTransform: ~Copyable {
  /// Writes what is to come out, which may be nothing, or says why the record is refused.
  ///
  /// A record that is refused must not have been written in part.
  mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition

  /// Notes a record that could not be read.
  mutating func pass(over fault: JSONFault, at place: Place)

  /// Writes what can be said only when all input was read.
  mutating func finish(into output: inout OutputWriter) throws(IOError)

  /// Whether no more records are wanted.
  var isFinished: Bool { get }

  /// Adds the filter's own counts.
  func report(to run: ToolRun)
}

extension RecordTransform where Self: ~Copyable {
  package mutating func pass(over fault: JSONFault, at place: Place) {}
  package mutating func finish(into output: inout OutputWriter) throws(IOError) {}
}

/// The loop of a filter: records in, records out, each accounted for.
package enum RecordFilter {
  /// Runs a filter over its inputs to the end.
  ///
  /// - Parameter takesBehindTab: whether each line begins with a key and a tab.
  /// - Throws: what stopped it; what had passed by then was handed on.
  package static func run(
    _ inputs: consuming InputFiles, _ settings: CommonSettings, _ run: ToolRun,
    _ transform: inout some RecordTransform & ~Copyable, takesBehindTab: Bool = false
  ) throws(IOError) -> ExitCode {
    var reader = RecordReader(
      inputs, maxRecord: settings.maxRecord, takesBehindTab: takesBehindTab,
      readsAheadAfter: 1 << 20)
    var rejects = Rejects(to: run.takeRejects(), run.diagnostics)
    var output = OutputWriter(
      .standardOutput, lineBuffered: settings.isLineBuffered, largestRecord: settings.maxRecord)
    var progress = Progress(
      run.diagnostics, total: reader.totalSize, isShown: settings.showsProgress)
    var failure: IOError?
    do throws(IOError) {
      switch try loop(&reader, &rejects, &output, &run.summary, &transform, &progress) {
      case .finished: try transform.finish(into: &output)
      // What can be said only of all the input is not said of a part.
      case .interrupted: break
      }
      try output.flush()
    } catch {
      failure = error
      // What was counted as passed is to arrive, whatever else has failed.
      if !error.isOfStandardOutput { _ = try? output.flush() }
    }
    run.summary.blank = reader.blank
    run.summary.rejected = rejects.count
    run.summary.records = reader.records
    if failure != nil {
      // The record in hand was not handled.
      run.summary.records =
        run.summary.passed + run.summary.filtered + reader.blank + rejects.count
    }
    run.summary.bytesIn = reader.bytesRead
    run.summary.bytesOut = output.bytesWritten
    transform.report(to: run)
    if let hint = reader.hint { run.diagnostics.note(hint) }
    try rejects.flush()
    if let failure { throw failure }
    return rejects.count > 0 ? .someRejected : .done
  }

  private enum Ending {
    case finished, interrupted
  }

  private static func loop(
    _ reader: inout RecordReader, _ rejects: inout Rejects, _ output: inout OutputWriter,
    _ summary: inout Summary, _ transform: inout some RecordTransform & ~Copyable,
    _ progress: inout Progress
  ) throws(IOError) -> Ending {
    while !transform.isFinished {
      switch try reader.advance(rejecting: &rejects) {
      case .record:
        switch try transform.process(reader.view, at: reader.place, into: &output) {
        case .passed: summary.passed += 1
        case .filtered: summary.filtered += 1
        case .rejected(let fault): _ = try reader.reject(fault, &rejects)
        }
      case .rejected(let fault): transform.pass(over: fault, at: reader.place)
      // What is refused is not held here.
      case .needsTurn: try rejects.takeTurn()
      case .waiting:
        try output.flush()
        try rejects.flush()
        while Signals.received == nil, !reader.isReadable(within: 250) {
          progress.update(records: reader.records, bytes: reader.bytesRead)
        }
      case .end:
        return .finished
      case .interrupted:
        return .interrupted
      }
      progress.update(records: reader.records, bytes: reader.bytesRead)
    }
    return .finished
  }
}
