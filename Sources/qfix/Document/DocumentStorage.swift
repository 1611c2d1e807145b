import PipeCommon

/// The arrays behind a document, used again from record to record.
struct DocumentStorage: ~Copyable {
  /// Where a value or a key has its bytes.
  enum Source {
    case record(JSONNode)
    /// A range of `text`.
    case text(Range<Int>)
  }

  struct Entry {
    var value: Source
    /// For members only, quotes included.
    var key: Source?
    let parent: Int?
    var firstChild: Int?
    var lastChild: Int?
    var next: Int?
    var isExpanded = false
    /// Whether this value, its key or something below was changed.
    var isChanged = false
    var isRemoved = false

    init(value: Source, key: Source? = nil, parent: Int?) {
      self.value = value
      self.key = key
      self.parent = parent
    }
  }

  var nodes: [Entry] = []
  private(set) var text: [UInt8] = []

  /// Forgets the record before and holds the root of the next.
  mutating func reset(to root: JSONNode) {
    nodes.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    nodes.append(Entry(value: .record(root), parent: nil))
  }

  mutating func append(_ bytes: [UInt8]) -> Range<Int> {
    let start = text.count
    text += bytes
    return start..<text.count
  }

  /// Adds a child behind its siblings.
  @discardableResult
  mutating func append(_ entry: Entry) -> Int {
    let node = nodes.count
    nodes.append(entry)
    guard let parent = entry.parent else { return node }
    if let last = nodes[parent].lastChild {
      nodes[last].next = node
    } else {
      nodes[parent].firstChild = node
    }
    nodes[parent].lastChild = node
    return node
  }

  /// Makes the children of a node out of a value's.
  mutating func expand(
    _ node: Int, _ view: JSONView, _ value: JSONNode, _ source: (JSONNode) -> Source
  ) {
    switch view.kind(value) {
    case .object:
      var next = view.firstMember(value)
      while let member = next {
        append(Entry(value: source(member.value), key: source(member.key), parent: node))
        next = view.member(after: member)
      }
    case .array:
      var next = view.firstElement(value)
      while let element = next {
        append(Entry(value: source(element), parent: node))
        next = view.element(after: element)
      }
    default:
      break
    }
  }
}
