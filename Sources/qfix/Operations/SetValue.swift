import PipeCommon

/// `--set PATH=JSON` and `--default PATH=JSON`: gives a place a value, making it and its parents if
/// they are not there.
struct SetValue: Operation {
  let label: String
  private let path: JSONPath
  private let value: [UInt8]
  /// Whether a value that is there, and not null, stays.
  private let onlyWhereMissing: Bool

  var paths: [JSONPath] { [path] }
  var obstacle: String { "its parent is no object" }

  init(_ path: JSONPath, _ value: Operand, onlyWhereMissing: Bool) throws(UsageError) {
    try path.requireSteps(value.option, "such as .ip=null")
    self.path = path
    self.value = try value.json()
    self.onlyWhereMissing = onlyWhereMissing
    guard !path.isTooDeep(for: self.value) else {
      throw UsageError(
        "\(value.option): the value would be nested deeper than \(JSONGrammar.depthLimit) levels")
    }
    label = "\(value.option) \(path.text)=\(value.label)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    // Kept when the first place needs them, for all that do.
    var stored: DocumentStorage.Source?
    var key: DocumentStorage.Source?
    let name = path.lastName
    document.forEachTarget(of: path, in: scope, makingParents: true) { target, document in
      tally.matched += 1
      switch target {
      case .present(let node):
        if onlyWhereMissing, document.kind(node) != .null { return }
        guard !document.value(node, equals: value) else { return }
        let text = stored ?? document.store(value)
        stored = text
        document.replace(node, with: text)
      case .missing(let parent):
        let text = stored ?? document.store(value)
        stored = text
        let keyText = key ?? document.store(name.encoded)
        key = keyText
        document.append(name, text, to: parent, key: keyText)
      case .blocked:
        tally.leftAlone += 1
        return
      }
      tally.changed += 1
    }
    return tally
  }
}
