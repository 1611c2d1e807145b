import Foundation
import PipeCommon
import TestSupport
import Testing

@testable import qextract

@Suite struct ExtractionProperties {
  /// What comes out is the input less what was not blocked, less white space, with ids as strings
  /// and identities as an object, and every other byte as it was.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func whatComesOutIsWhatThePredictionSays(seed: UInt64) throws {
    var generator = BatchGenerator(seed: seed)
    let batches = (0..<4).map { _ in generator.batch() }
    var expected = ""
    for batch in batches {
      #expect(Oracle.accepts(Array(batch.input.utf8)))
      if let output = batch.output { expected += output + "\n" }
    }
    #expect(try extract(batches.map(\.input)) == expected, "seed \(seed)")
  }

  private func extract(_ batches: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    var output = OutputWriter(try FileDescriptor(writing: file.path))
    var extraction = Extraction(Options())
    for batch in batches {
      let json = try JSONText(batch)
      if case .rejected(let fault) = try extraction.process(
        json.view, at: Place(file: "test", line: 1), into: &output)
      {
        Issue.record("\(fault.reason): \(batch)")
      }
    }
    try output.flush()
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
