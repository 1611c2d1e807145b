import PipeCommon

/// `--copy PATH=PATH`: puts a copy of one place at another, where nothing is yet.
///
/// As far as both paths are the same they go together: what is copied inside `.events[]` stays in
/// its event.
struct CopyValue: Operation {
  let label: String
  private let destination: JSONPath
  /// What both paths begin with.
  private let common: JSONPath
  private let source: JSONPath

  /// The source is only read.
  var paths: [JSONPath] { [destination] }

  var obstacle: String {
    "something is there already, it would be too large, or its parent is no object"
  }

  init(_ source: JSONPath, _ operand: Operand) throws(UsageError) {
    let option = operand.option
    let text = try operand.text("a path")
    destination = try JSONPath(text, option: option)
    label = "\(option) \(source.text)=\(text)"
    let count = zip(source.steps, destination.steps).prefix { $0 == $1 }.count
    common = JSONPath(Array(source.steps.prefix(count)))
    self.source = source
    guard count < destination.steps.count else {
      throw UsageError(
        "\(option): this holds what is to be copied, so it is there already", in: text,
        at: text.startIndex)
    }
    guard !source.steps[count...].contains(.each) else {
      throw UsageError(
        "\(option): this may be many values, but the other path has one place for them",
        in: source.text, at: source.text.startIndex)
    }
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    let shared = common.steps.count
    guard destination.isInsideEvents || scope.includesBatch else { return tally }
    _ = document.forEachNode(at: common, in: scope) { base, document in
      var copied: [UInt8]?
      document.forEachTarget(of: source, from: shared, at: base, in: scope) { target, document in
        if case .present(let node) = target { copied = document.text(node) }
      }
      guard let text = copied else { return }
      document.forEachTarget(
        of: destination, from: shared, at: base, in: scope, makingParents: true
      ) { target, document in
        tally.matched += 1
        if case .missing(let parent) = target, fits(text) {
          document.append(destination.lastName, text, to: parent)
          tally.changed += 1
        } else {
          tally.leftAlone += 1
        }
      }
    }
    return tally
  }

  func miss(in document: inout Document, _ scope: EventScope) -> Miss? {
    document.miss(of: source, in: scope)
  }

  /// A copy of a copy of a copy must end somewhere.
  private func fits(_ text: [UInt8]) -> Bool {
    text.count <= CommonSettings.defaultMaxRecord && !destination.isTooDeep(for: text)
  }
}
