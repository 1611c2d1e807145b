import PipeCommon

/// `--map PATH=FILE`: replaces a value by what a table has for it. Strings are looked up by what
/// they stand for, numbers and booleans by their text; what is not in the table stays.
struct MapValue: Operation {
  let label: String
  /// The file that holds the table; `nil` if a rule holds it.
  let file: String?
  private let path: JSONPath
  private let table: [[UInt8]: [UInt8]]

  var paths: [JSONPath] { [path] }

  /// - Parameter operand: a file's name; in a rules file also the table itself.
  init(_ path: JSONPath, _ operand: Operand) throws(UsageError) {
    self.path = path
    if let object = operand.object {
      table = try Self.table(object, operand.option, "the table")
      label = "\(operand.option) \(path.text)={…}"
      file = nil
    } else {
      let file = try operand.text("a file's name or an object")
      table = try Self.table(try RulesFile.contents(file, operand.option), operand.option, file)
      label = "\(operand.option) \(path.text)=\(file)"
      self.file = file
    }
  }

  var obstacle: String { "the value would be nested too deep, or its parent is no object" }

  func apply(to document: inout Document, _ scope: EventScope) -> Tally {
    var tally = Tally()
    tally += document.forEachNode(at: path, in: scope) { node, document in
      let key: [UInt8]
      switch document.kind(node) {
      case .string: key = document.string(node) ?? []
      case .number, .true, .false: key = document.text(node)
      case .null, .object, .array: return
      }
      guard let value = table[key] else { return }
      tally.matched += 1
      guard !path.isTooDeep(for: value) else {
        tally.leftAlone += 1
        return
      }
      guard !document.value(node, equals: value) else { return }
      document.replace(node, with: value)
      tally.changed += 1
    }
    return tally
  }

  private static func table(
    _ bytes: [UInt8], _ option: String, _ name: String
  ) throws(UsageError) -> [[UInt8]: [UInt8]] {
    let json = try RulesFile.json(bytes, name)
    let view = json.view
    guard view.kind(view.root) == .object else {
      throw UsageError("\(option): \(name) is \(view.kind(view.root)), not an object")
    }
    var table: [[UInt8]: [UInt8]] = [:]
    var next = view.firstMember(view.root)
    while let member = next {
      var value: [UInt8] = []
      view.append(view.range(member.value), to: &value)
      let key = view.decoded(member.key)
      guard table.updateValue(value, forKey: key) == nil else {
        throw UsageError(
          "\(option): \(name) has '\(String(decoding: key, as: UTF8.self))' twice")
      }
      next = view.member(after: member)
    }
    return table
  }
}
