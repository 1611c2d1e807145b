/// Lays the shapes of the inbound batch flat.
struct InboundLayout {
  private(set) var rules: [InboundTable.Rule] = []
  private(set) var details: [InboundTable.Detail] = []
  private(set) var objects: [InboundTable.Object] = []
  private(set) var words: [StaticString] = []
  private(set) var slots: [UInt8] = []

  /// The first rule for which something holds.
  func rule(where predicate: (InboundTable.Rule) -> Bool) -> Int32 {
    rules.firstIndex(where: predicate).map(Int32.init) ?? InboundTable.none
  }

  /// Adds an object, and all that is inside it.
  ///
  /// - Parameter parent: the rule of the object itself.
  /// - Returns: its place among the objects.
  mutating func add(_ shape: Shape, inside parent: Int32) -> Int {
    let first = rules.count
    for member in shape.members {
      add(member.value, member.name, inside: parent, decides: member.decides)
    }
    var others = InboundTable.none
    if case .named(let value) = shape.others {
      others = Int32(rules.count)
      add(value, "*", inside: parent)
    }
    func bits(_ need: Member.Need) -> UInt64 {
      shape.members.enumerated().reduce(0) { bits, member in
        member.element.need == need ? bits | 1 << UInt64(member.offset) : bits
      }
    }
    let object = objects.count
    objects.append(
      InboundTable.Object(
        first: first, others: others, keys: KeyTable(shape.members.map(\.name), &slots),
        required: bits(.byAll), wanted: bits(.bySome)))
    for (place, member) in shape.members.enumerated() { fill(first + place, member.value) }
    if case .named(let value) = shape.others { fill(Int(others), value) }
    return object
  }

  private mutating func add(
    _ value: Value, _ name: StaticString, inside parent: Int32, decides: Bool = false
  ) {
    let firstWord = words.count
    if case .words(let texts) = value.form { words += texts }
    rules.append(
      InboundTable.Rule(
        sure: value.sure, doubtful: value.doubtful, form: value.form.flat, role: value.role,
        limit: value.limit, decides: decides))
    details.append(
      InboundTable.Detail(
        name: name, wanted: value.name, firstWord: firstWord, wordCount: words.count - firstWord,
        parent: parent))
  }

  /// Lays flat what is inside a value.
  private mutating func fill(_ rule: Int, _ value: Value) {
    if let shape = value.shape { rules[rule].object = Int32(add(shape, inside: Int32(rule))) }
    if let elements = value.elements {
      let element = rules.count
      add(elements.value, "[]", inside: Int32(rule))
      rules[rule].elements = Int32(element)
      fill(element, elements.value)
    }
  }
}

extension Value.Form {
  fileprivate var flat: InboundTable.Rule.Form {
    switch self {
    case .none: .none
    case .name: .name
    case .words: .words
    case .integer: .integer
    case .size: .size
    case .id: .id
    case .mpid: .mpid
    case .time: .time
    case .uuid: .uuid
    case .address: .address
    case .removed: .removed
    }
  }
}
