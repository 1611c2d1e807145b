import PipeCommon

/// The arrays behind a document, used again from record to record.
struct DocumentStorage: ~Copyable {
  var nodes: [Entry] = []
  private(set) var text: [UInt8] = []
  /// The pieces of `text` that stand somewhere.
  private var texts: [Range<Int>] = []
  /// The keys in the record of members that were given another one.
  var originalKeys: [Int: JSONNode] = [:]
  /// Objects in which many names were looked for.
  var indexes: [Int: MemberIndex] = [:]
  /// How many more values of the record may be looked at one by one.
  private var room = 0
  /// Whether there was no room for all that were wanted.
  private(set) var isOverfull = false

  /// So many values of any record may be looked at.
  private static let usualRoom = 1 << 15

  /// Forgets the record before and holds the root of the next.
  ///
  /// A record costs at most 12 times its size. Where it is dense its marks take ten of that already
  /// (`[{},{},…]`), and once more its text as it leaves. There is room for as many values as the rest
  /// allows, each taking 80 bytes with the places that hold its number: for every value of a record
  /// in which one takes twelve bytes, its key included, and for 32,768 of any other.
  mutating func reset(to root: JSONNode, of view: JSONView) {
    isOverfull = false
    let size = view.range(root).count
    room = Self.usualRoom + max(0, 11 * size - view.footprint(root)) / 80
    let needed = min(room, size)
    if max(needed, nodes.capacity) > 4 * Self.usualRoom {
      // Not by doubling, which takes the room three times; and what one huge record took is let go.
      nodes = []
      nodes.reserveCapacity(needed)
    }
    nodes.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    if !originalKeys.isEmpty { originalKeys.removeAll() }
    if !indexes.isEmpty { indexes.removeAll() }
    var entry = Entry(value: .record(root), parent: -1)
    entry.originMark = root.mark
    nodes.append(entry)
  }

  /// Keeps a text. What makes the record larger makes room: the bound is on it as it leaves, too.
  mutating func store(_ bytes: [UInt8]) -> Source {
    room += bytes.count / 8
    let start = text.count
    text += bytes
    return piece(start..<text.count)
  }

  /// A piece of what is kept already.
  mutating func piece(_ range: Range<Int>) -> Source {
    texts.append(range)
    return Source(code: ~Int32(texts.count - 1))
  }

  /// Where a source that is not in the record stands in `text`.
  func range(of source: Source) -> Range<Int> { texts[Int(~source.code)] }

  /// Adds a child behind its siblings.
  @discardableResult
  mutating func append(_ entry: Entry) -> Int {
    let node = nodes.count
    let parent = Int(entry.parent)
    nodes.append(entry)
    let last = Int(nodes[parent].lastChild)
    if last >= 0 {
      nodes[last].next = Int32(node)
    } else {
      nodes[parent].firstChild = Int32(node)
    }
    nodes[parent].lastChild = Int32(node)
    nodes[parent].childCount += 1
    return node
  }

  /// Makes the children of a node out of a value.
  ///
  /// - Parameter start: where the view's first byte stands in `text`; `nil` for the record itself.
  mutating func expand(
    _ node: Int, _ view: JSONView, _ value: JSONNode, textAt start: Int? = nil
  ) {
    let first = nodes.count
    defer { if isOverfull { dropChildren(of: node, from: first) } }
    switch view.kind(value) {
    case .object:
      var next = view.firstMember(value)
      while let member = next, hasRoom(start) {
        var entry = child(of: node, view, member.value, key: member.key, start)
        if !view.hasEscapes(member.key) {
          entry.print = MemberName.print(of: view.bytes.extracting(view.contents(member.key)))
        }
        append(entry)
        next = view.member(after: member)
      }
    case .array:
      var next = view.firstElement(value)
      while let element = next, hasRoom(start) {
        append(child(of: node, view, element, key: nil, start))
        next = view.element(after: element)
      }
    default:
      break
    }
  }

  /// Goes on as if a value were empty: nothing more is to be done for this record.
  private mutating func dropChildren(of node: Int, from first: Int) {
    nodes.removeLast(nodes.count - first)
    (nodes[node].firstChild, nodes[node].lastChild, nodes[node].childCount) = (-1, -1, 0)
  }

  /// Takes room for one more value; texts that an operation made need none.
  @inline(__always)
  private mutating func hasRoom(_ start: Int?) -> Bool {
    if start != nil { return true }
    room &-= 1
    if room < 0 { isOverfull = true }
    return room >= 0
  }

  @inline(__always)
  private mutating func child(
    of node: Int, _ view: JSONView, _ value: JSONNode, key: JSONNode?, _ start: Int?
  ) -> Entry {
    guard let start else {
      var entry = Entry(value: .record(value), key: key.map { .record($0) }, parent: node)
      entry.originMark = value.mark
      return entry
    }
    let source = piece(of: value, view, start)
    return Entry(value: source, key: key.map { piece(of: $0, view, start) }, parent: node)
  }

  private mutating func piece(of node: JSONNode, _ view: JSONView, _ start: Int) -> Source {
    let range = view.range(node)
    return piece(start + range.lowerBound..<start + range.upperBound)
  }
}
