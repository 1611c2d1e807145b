import PipeCommon

/// A walk over one batch that finds whatever a table would not take, in the order of the text;
/// what is missing comes at the end of its object.
struct BatchWalk {
  /// Something that the table would not take, or that is refused by name.
  struct Oddity {
    let kind: Kind
    /// Where it stands, indices and keys included, and what is wrong.
    let message: String
    /// Whether it is refused by name, whatever the table says.
    let isRefused: Bool
  }

  let table: ShapeTable
  /// What is refused by name.
  let refused: Set<Kind>
  private(set) var oddities: [Oddity] = []

  init(table: ShapeTable, refused: Set<Kind>) {
    self.table = table
    self.refused = refused
  }

  mutating func look(at batch: JSONNode, _ view: JSONView) {
    look(at: batch, [.shape("batch")], Place(), in: batch, view)
  }

  /// - Parameter object: what the value is a member of.
  private mutating func look(
    at node: JSONNode, _ values: [ShapeTable.Value], _ place: Place, in object: JSONNode,
    _ view: JSONView
  ) {
    let type = Kind.type(view.kind(node).name, at: place.kind)
    let word = view.kind(node) == .string ? Kind.word(view.raw(node), at: place.kind) : nil
    if let kind = [word, type].compactMap(\.self).first(where: { $0.isAmong(refused) }) {
      note(kind, at: place, "\(view.raw(node, first: 100)) is not taken", isRefused: true)
    } else if let value = values.first(where: { $0.fits(node, view) }) {
      lookInside(node, value, place, in: object, view)
    } else if let word, values.contains(where: \.isWord) {
      let isEmpty = view.isEmptyString(node)
      note(word, at: place, isEmpty ? "missing or empty" : "unknown word \(view.raw(node))")
    } else {
      note(type, at: place, "\(view.raw(node, first: 100)) is of the wrong type or form")
    }
  }

  private mutating func lookInside(
    _ node: JSONNode, _ value: ShapeTable.Value, _ place: Place, in object: JSONNode,
    _ view: JSONView
  ) {
    switch value {
    case .list(let values):
      lookAtElements(of: node, values, place, view)
    case .map(let values):
      var next = view.firstMember(node)
      while let member = next {
        let key = view.word(member.key)
        look(at: member.value, values, place.key(key), in: node, view)
        next = view.member(after: member)
      }
    case .shape(let name):
      look(atObject: node, table.shapes[name, default: [:]], place, view)
    case .shapeNamed(let member):
      let shape = view.member(object, named: member).map { view.word($0.value) }
      look(atObject: node, table.shapes[shape ?? "", default: [:]], place, view)
    case .kind("array") where !refused.isEmpty:
      lookAtElements(of: node, ShapeTable.anything, place, view)
    case .kind("object") where !refused.isEmpty:
      look(atObject: node, [:], place, view)
    default:
      break
    }
  }

  private mutating func lookAtElements(
    of array: JSONNode, _ values: [ShapeTable.Value], _ place: Place, _ view: JSONView
  ) {
    var next = view.firstElement(array)
    var index = 0
    while let element = next {
      look(at: element, values, place.element(index), in: array, view)
      next = view.element(after: element)
      index += 1
    }
  }

  /// Members that the shape does not know pass, but for what is refused in them.
  private mutating func look(
    atObject object: JSONNode, _ shape: ShapeTable.Shape, _ place: Place, _ view: JSONView
  ) {
    var names: Set<String> = []
    var next = view.firstMember(object)
    while let member = next {
      let name = view.word(member.key)
      names.insert(name)
      let values = shape[name]?.values ?? ShapeTable.anything
      look(at: member.value, values, place.member(name), in: object, view)
      next = view.member(after: member)
    }
    let required = shape.filter { $0.value.isRequired }.map { place.member($0.key) }
    for member in required.sorted(by: { $0.path < $1.path }) where !names.contains(member.name) {
      note(.missing(member.kind), at: member, "missing")
    }
    for case .missing(let path) in refused {
      let member = place.member(path.split(separator: ".").last.map(String.init) ?? path)
      guard member.kind == path, !names.contains(member.name) else { continue }
      note(.missing(path), at: member, "missing", isRefused: true)
    }
  }

  private mutating func note(
    _ kind: Kind, at place: Place, _ reason: String, isRefused: Bool = false
  ) {
    oddities.append(
      Oddity(kind: kind, message: "\(place): \(reason)", isRefused: isRefused))
  }
}
