import PipeCommon

/// The arrays behind a document, used again from record to record.
struct DocumentStorage: ~Copyable {
  /// Where a value or a key has its bytes: in the record, or in `text`.
  struct Source {
    private let start: Int
    /// 0 for a node of the record: no text is empty.
    private let length: UInt32

    static func record(_ node: JSONNode) -> Source {
      Source(start: Int(node.mark), length: 0)
    }

    static func text(_ range: Range<Int>) -> Source {
      Source(start: range.lowerBound, length: UInt32(range.count))
    }

    var node: JSONNode? { length == 0 ? JSONNode(mark: start) : nil }
    var range: Range<Int> { start..<start + Int(length) }
  }

  /// A value in its parent. Numbers of other nodes are -1 where there is none.
  struct Entry {
    var value: Source
    /// For members only, quotes included.
    var key: Source?
    /// What the value and the key were in the record; -1 for what was added.
    fileprivate(set) var originMark: Int32 = -1
    fileprivate(set) var originalKeyMark: Int32 = -1
    var print = MemberName.unknownPrint
    let parent: Int32
    var firstChild: Int32 = -1
    var lastChild: Int32 = -1
    var next: Int32 = -1
    var isExpanded = false
    /// Whether the value is an object; known once it is expanded.
    var isObject = false
    /// Whether this value, its key or something below was changed.
    var isChanged = false
    var isRemoved = false
    var childCount: Int32 = 0
    /// How often a member was looked for in this object, up to the point where that matters.
    var lookups: UInt8 = 0

    init(value: Source, key: Source? = nil, parent: Int) {
      self.value = value
      self.key = key
      self.parent = Int32(parent)
    }

    var origin: JSONNode? { originMark < 0 ? nil : JSONNode(mark: Int(originMark)) }
    var originalKey: JSONNode? { originalKeyMark < 0 ? nil : JSONNode(mark: Int(originalKeyMark)) }
  }

  var nodes: [Entry] = []
  private(set) var text: [UInt8] = []
  /// Objects in which many names were looked for.
  var indexes: [Int: MemberIndex] = [:]

  /// Forgets the record before and holds the root of the next.
  mutating func reset(to root: JSONNode) {
    nodes.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    if !indexes.isEmpty { indexes.removeAll() }
    var entry = Entry(value: .record(root), parent: -1)
    entry.originMark = root.mark
    nodes.append(entry)
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

  /// Makes the children of a node out of a value of the record.
  mutating func expand(_ node: Int, _ view: JSONView, _ value: JSONNode) {
    expand(node, view, value) { (entry, value, key) in
      entry.originMark = value.mark
      if let key { entry.originalKeyMark = key.mark }
    }
  }

  /// Makes the children of a node out of a value.
  ///
  /// - Parameter adjust: completes a child, given its nodes in the view.
  mutating func expand(
    _ node: Int, _ view: JSONView, _ value: JSONNode,
    _ adjust: (inout Entry, _ value: JSONNode, _ key: JSONNode?) -> Void
  ) {
    switch view.kind(value) {
    case .object:
      var next = view.firstMember(value)
      while let member = next {
        var entry = Entry(value: .record(member.value), key: .record(member.key), parent: node)
        if !view.hasEscapes(member.key) {
          entry.print = MemberName.print(of: view.bytes.extracting(view.contents(member.key)))
        }
        adjust(&entry, member.value, member.key)
        append(entry)
        next = view.member(after: member)
      }
    case .array:
      var next = view.firstElement(value)
      while let element = next {
        var entry = Entry(value: .record(element), parent: node)
        adjust(&entry, element, nil)
        append(entry)
        next = view.element(after: element)
      }
    default:
      break
    }
  }
}
