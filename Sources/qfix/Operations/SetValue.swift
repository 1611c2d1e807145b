import PipeCommon

/// `--set PATH=JSON`: gives a place a value, making it and its parents if they are not there.
struct SetValue: Operation {
  let label: String
  let path: JSONPath
  private let value: [UInt8]

  var paths: [JSONPath] { [path] }

  init(_ argument: String) throws(UsageError) {
    let (path, value) = try JSONPath.assignment(argument, option: "--set")
    guard !path.steps.isEmpty else {
      throw UsageError("--set cannot replace the whole batch; name a member, such as .ip=null")
    }
    self.path = path
    self.value = try JSONValue.text(value, option: "--set")
    label = "--set \(argument)"
  }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    for target in document.targets(of: path, in: scope, makingParents: true) {
      tally.matched += 1
      switch target {
      case .present(let node):
        guard !document.value(node, equals: value) else { continue }
        document.replace(node, with: value)
      case .missing(let parent, let key):
        document.append(key, value, to: parent)
      case .blocked:
        continue
      }
      tally.changed += 1
    }
    return tally
  }
}
