import Foundation
import PipeCommon
import TestSupport
import Testing

/// Batches wrapped at random come out as they went in, by the path that was built along the way.
@Suite struct UnwrappingProperties {
  @Test(arguments: 0..<300 as Range<UInt64>)
  func whatWasWrappedIsUnwrapped(seed: UInt64) throws {
    var wrapper = Wrapper(seed: seed)
    let wrapped = wrapper.wrap(layers: Int(seed % 4) + 1)
    let outcome = try Self.unwrap(wrapped.text, at: wrapped.path)
    #expect(outcome.fault == nil, "seed \(seed): \(wrapped.path) of \(wrapped.text)")
    #expect(outcome.texts == wrapped.batches, "seed \(seed): \(wrapped.path) of \(wrapped.text)")
  }

  /// The path that a message names is one that works.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func thePathThatIsNamedLeadsToTheBatch(seed: UInt64) throws {
    var wrapper = Wrapper(seed: seed)
    wrapper.batch = #"{"events":[],"mpid":9007199254740993}"#
    let wrapped = wrapper.wrap(layers: Int(seed % 3) + 1, elements: .elements)
    let json = try JSONText(wrapped.text)
    let reason = "\(WrappedBatch.fault(json.view).reason)"
    let named = try #require(reason.firstMatch(of: /try --unwrap '?(.*?)'?\)$/)).1
    let outcome = try Self.unwrap(wrapped.text, at: String(named.replacing("'\\''", with: "'")))
    #expect(outcome.fault == nil, "seed \(seed): \(named) of \(wrapped.text)")
    #expect(outcome.texts == wrapped.batches, "seed \(seed): \(named) of \(wrapped.text)")
  }

  /// Any path on any record leads somewhere or is refused, and each batch is accounted for.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func anyPathOnAnyRecordHasAnOutcome(seed: UInt64) throws {
    var wrapper = Wrapper(seed: seed)
    let one = wrapper.wrap(layers: Int(seed % 5) + 1)
    let other = wrapper.wrap(layers: Int(seed % 3) + 1)
    _ = try Self.unwrap(one.text, at: other.path)
    let json = try JSONText(one.text)
    _ = WrappedBatch.fault(json.view).reason
  }

  private final class Seen { var texts: [String] = [] }

  private struct Collector: RecordTransform {
    let seen: Seen
    var isFinished: Bool { false }

    mutating func process(
      _ view: JSONView, at place: Place, into output: inout OutputWriter
    ) -> Disposition {
      var text: [UInt8] = []
      view.append(view.range(view.root), to: &text)
      seen.texts.append(String(decoding: text, as: UTF8.self))
      return .passed
    }

    func report(to run: ToolRun) {}
  }

  private static func unwrap(
    _ record: String, at path: String
  ) throws -> (texts: [String], fault: JSONFault?) {
    let seen = Seen()
    var unwrapping = Unwrapping(
      Collector(seen: seen), at: try UnwrapPath(path, option: "--unwrap"))
    var output = OutputWriter(try FileDescriptor(writing: "/dev/null"))
    let json = try JSONText(record)
    let outcome = try unwrapping.process(
      json.view, at: Place(file: "test", line: 1), into: &output)
    if case .rejected(let fault) = outcome { return (seen.texts, fault) }
    return (seen.texts, nil)
  }
}

/// Puts batches into objects, lists, texts and base64, and writes the path to them.
private struct Wrapper {
  enum Elements { case elements, any }

  var generator: JSONGenerator
  var batch: String?

  init(seed: UInt64) { generator = JSONGenerator(seed: seed) }

  mutating func wrap(
    layers: Int, elements: Elements = .any
  ) -> (text: String, path: String, batches: [String]) {
    var text = batch ?? generator.object()
    var batches = [String(decoding: Oracle.minify(Array(text.utf8)), as: UTF8.self)]
    var path = ""
    for _ in 0..<layers {
      text = encoded(text)
      if Bool.random(using: &generator.random) {
        let count = Int.random(in: 1...3, using: &generator.random)
        if elements == .elements || Bool.random(using: &generator.random) {
          text = "[" + Array(repeating: text, count: count).joined(separator: " , ") + "]"
          batches = Array(repeating: batches, count: count).flatMap(\.self)
          path = "[]" + path
        } else {
          let noise = (0..<count).map { _ in "7" }.joined(separator: ",")
          text = "[\(noise),\(text)]"
          path = "[\(count)]" + path
        }
        text = encoded(text)
      }
      let (name, step) = [
        ("payload", ".payload"), ("a b", ".[\"a b\"]"), ("\\u0064ata", ".data"),
        ("it's", ".\"it's\""),
        ("Größe", ".Größe"),
      ][Int.random(in: 0..<5, using: &generator.random)]
      text = "{\"x\":null,\"\(name)\" : \(text),\"y\":[1,\"z\"]}"
      path = step + path
    }
    return (text, path, batches)
  }

  /// A value as it is, as a text that holds it, or as base64 of it.
  private mutating func encoded(_ json: String) -> String {
    let data = Data((Bool.random(using: &generator.random) ? "\u{FEFF}\n" + json : json).utf8)
    switch Int.random(in: 0..<4, using: &generator.random) {
    case 0:
      let text = String(decoding: data, as: UTF8.self)
      let quoted = (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) }
      return quoted ?? json
    case 1: return "\"\(data.base64EncodedString())\""
    case 2:
      let urlSafe = data.base64EncodedString().replacing("+", with: "-")
        .replacing("/", with: "_").replacing("=", with: "")
      return "\"\(urlSafe)\""
    default: return json
    }
  }
}
