import PipeCommon

/// One batch while it is being fixed: a tree that grows only where an operation looks.
///
/// A node is a value of the record as it came, or a text that took its place. Its children are made
/// when somebody asks for them. What nobody changed is written as the bytes it came with, so an
/// operation cannot touch what it does not name, and the next one sees what the last one did.
struct Document: ~Escapable, ~Copyable {
  typealias Node = Int

  let view: JSONView
  var storage: DocumentStorage

  /// - Parameter storage: arrays of a document that is no longer needed.
  @_lifetime(copy view)
  init(_ view: JSONView, reusing storage: consuming DocumentStorage) {
    self.view = view
    self.storage = storage
    self.storage.reset(to: view.root, of: view)
  }

  /// That the record has more values than may be held of one of its size; what was done is void then.
  var fault: JSONFault? {
    storage.isOverfull
      ? view.fault("too many values for its size to be looked at one by one", at: view.root) : nil
  }

  /// Gives the arrays back for the next record.
  consuming func recycle() -> DocumentStorage { storage }

  var root: Node { 0 }

  /// Whether anything was changed.
  var isChanged: Bool { storage.nodes[root].isChanged }
}

// MARK: Values

extension Document {
  func kind(_ node: Node) -> JSONKind {
    let value = storage.nodes[node].value
    if let node = value.node { return view.kind(node) }
    return JSONText.kind(ofFirstByte: storage.text[storage.range(of: value).lowerBound])
  }

  /// A string's decoded bytes; `nil` for anything else.
  func string(_ node: Node?) -> [UInt8]? {
    guard let node, kind(node) == .string else { return nil }
    return decoded(storage.nodes[node].value)
  }

  /// Whether a value is a string that stands for these bytes.
  func string(_ node: Node, equals text: [UInt8]) -> Bool {
    guard kind(node) == .string else { return false }
    let value = storage.nodes[node].value
    if let node = value.node { return view.string(node, equals: text.span) }
    return decoded(value) == text
  }

  /// Whether a value consists of exactly these bytes, white space between tokens apart.
  func value(_ node: Node, equals text: [UInt8]) -> Bool { self.text(node) == text }

  /// A value's bytes as it is now, less white space between tokens.
  func text(_ node: Node) -> [UInt8] {
    var bytes: [UInt8] = []
    append(node, to: &bytes)
    return bytes
  }

  /// A member's decoded key.
  func key(_ node: Node) -> [UInt8] { storage.nodes[node].key.map { decoded($0) } ?? [] }

  func keyEquals(_ node: Node, _ name: MemberName) -> Bool {
    let entry = storage.nodes[node]
    guard entry.print != MemberName.unknownPrint else { return key(node) == name.bytes }
    guard entry.print == name.print else { return false }
    if name.isDecidedByPrint { return true }
    guard let key = entry.key else { return false }
    let bytes = name.bytes
    if let key = key.node {
      return equalBytes(view.bytes.extracting(view.contents(key)), bytes.span)
    }
    return decoded(key) == bytes
  }

  private func decoded(_ source: DocumentStorage.Source) -> [UInt8] {
    if let node = source.node { return view.decoded(node) }
    let text = storage.text.span.extracting(storage.range(of: source))
    return JSONString.decode(text.extracting(1..<text.count - 1))
  }
}

// MARK: Changing

extension Document {
  /// Puts a JSON text in a value's place.
  mutating func replace(_ node: Node, with text: [UInt8]) { replace(node, with: store(text)) }

  /// Keeps a text that is to stand in several places.
  mutating func store(_ text: [UInt8]) -> DocumentStorage.Source { storage.store(text) }

  /// Puts a text that was kept in a value's place.
  mutating func replace(_ node: Node, with text: DocumentStorage.Source) {
    storage.nodes[node].value = text
    storage.nodes[node].forgetChildren()
    if !storage.indexes.isEmpty { storage.indexes[node] = nil }
    noteChange(node)
  }

  /// Gives members of one object another key.
  mutating func rename(_ members: [Node], to name: MemberName) {
    let key = storage.store(name.encoded)
    for node in members {
      if let original = storage.nodes[node].key?.node { storage.originalKeys[node] = original }
      storage.nodes[node].key = key
      storage.nodes[node].print = name.print
      noteChange(node)
    }
    forgetIndex(around: members.first)
  }

  mutating func remove(_ node: Node) {
    storage.nodes[node].isRemoved = true
    noteChange(parent(of: node) ?? root)
  }

  /// Adds a member behind all others.
  @discardableResult
  mutating func append(_ name: MemberName, _ text: [UInt8], to object: Node) -> Node {
    append(name, store(text), to: object)
  }

  /// The same with texts that were kept.
  @discardableResult
  mutating func append(
    _ name: MemberName, _ text: DocumentStorage.Source, to object: Node,
    key: DocumentStorage.Source? = nil
  ) -> Node {
    expand(object)
    let key = key ?? store(name.encoded)
    var entry = DocumentStorage.Entry(value: text, key: key, parent: object)
    entry.print = name.print
    let node = storage.append(entry)
    noteChange(node)
    if !storage.indexes.isEmpty { storage.indexes[object]?.append(node, key: name.bytes) }
    return node
  }

  private mutating func noteChange(_ node: Node) {
    var next = node
    while next >= 0, !storage.nodes[next].isChanged {
      storage.nodes[next].isChanged = true
      next = Int(storage.nodes[next].parent)
    }
  }

  /// The index of a member's object is not right any more.
  private mutating func forgetIndex(around node: Node?) {
    guard !storage.indexes.isEmpty, let object = node.flatMap({ parent(of: $0) }) else { return }
    storage.indexes[object] = nil
  }

  /// Makes a node's children.
  mutating func expand(_ node: Node) {
    guard !storage.nodes[node].isExpanded else { return }
    let kind = kind(node)
    guard kind == .object || kind == .array else { return }
    storage.nodes[node].isExpanded = true
    storage.nodes[node].isObject = kind == .object
    let source = storage.nodes[node].value
    if let value = source.node { return storage.expand(node, view, value) }
    let range = storage.range(of: source)
    let bytes = Array(storage.text[range])
    // The text was checked when it was made.
    guard let text = try? JSONText(bytes.span) else { return }
    storage.expand(node, text.view, text.view.root, textAt: range.lowerBound)
  }
}

// MARK: Writing

extension Document {
  /// Appends a value as it is now: what was not changed byte for byte, less white space.
  func append(_ node: Node, to bytes: inout [UInt8]) {
    let entry = storage.nodes[node]
    guard entry.isChanged, entry.isExpanded else {
      append(entry.value, to: &bytes)
      return
    }
    let isObject = kind(node) == .object
    bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
    var isFirst = true
    var next = present(entry.firstChild)
    while let child = next {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      if isUntouched(child) {
        next = appendRun(from: child, to: &bytes)
        continue
      }
      if let key = storage.nodes[child].key {
        append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
      }
      append(child, to: &bytes)
      next = sibling(child)
    }
    bytes.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
  }

  /// Whether a child stands in the record as it is.
  private func isUntouched(_ node: Node) -> Bool {
    let entry = storage.nodes[node]
    return !entry.isChanged && !entry.isRemoved && entry.originMark >= 0
  }

  /// Appends neighbours that nobody touched in one piece, commas included.
  ///
  /// - Returns: the next child.
  private func appendRun(from first: Node, to bytes: inout [UInt8]) -> Node? {
    var last = first
    var next = Int(storage.nodes[first].next)
    while next >= 0, isUntouched(next) {
      last = next
      next = Int(storage.nodes[next].next)
    }
    guard let start = storage.nodes[first].key?.node ?? storage.nodes[first].origin,
      let end = storage.nodes[last].origin
    else { return nil }
    view.append(view.start(start)..<view.range(end).upperBound, to: &bytes)
    return sibling(last)
  }

  private func append(_ source: DocumentStorage.Source, to bytes: inout [UInt8]) {
    if let node = source.node {
      view.append(view.range(node), to: &bytes)
    } else {
      bytes.append(contentsOf: storage.text.span.extracting(storage.range(of: source)))
    }
  }
}
