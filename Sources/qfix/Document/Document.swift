import PipeCommon

/// One batch while it is being fixed: a tree that grows only where an operation looks.
///
/// A node is a value of the record as it came, or a text that took its place. Its children are made
/// when somebody asks for them. What nobody changed is written as the bytes it came with, so an
/// operation cannot touch what it does not name, and the next one sees what the last one did.
struct Document: ~Escapable, ~Copyable {
  typealias Node = Int

  private let view: JSONView
  private var storage: DocumentStorage

  /// - Parameter storage: arrays of a document that is no longer needed.
  @_lifetime(copy view)
  init(_ view: JSONView, reusing storage: consuming DocumentStorage) {
    self.view = view
    self.storage = storage
    self.storage.reset(to: view.root)
  }

  /// Gives the arrays back for the next record.
  consuming func recycle() -> DocumentStorage { storage }

  var root: Node { 0 }

  /// Whether anything was changed.
  var isChanged: Bool { storage.nodes[root].isChanged }
}

// MARK: Looking

extension Document {
  func kind(_ node: Node) -> JSONKind {
    switch storage.nodes[node].value {
    case .record(let node): view.kind(node)
    case .text(let range): JSONText.kind(ofFirstByte: storage.text[range.lowerBound])
    }
  }

  /// The last member with this name: the one that counts.
  mutating func child(_ object: Node, named name: [UInt8]) -> Node? {
    guard kind(object) == .object else { return nil }
    var found: Node?
    var next = firstChild(object)
    while let node = next {
      if keyEquals(node, name) { found = node }
      next = sibling(node)
    }
    return found
  }

  mutating func child(_ object: Node?, named name: String) -> Node? {
    guard let object else { return nil }
    return child(object, named: Array(name.utf8))
  }

  /// The members of an object or the elements of an array that are still there.
  mutating func children(_ node: Node) -> [Node] {
    guard kind(node) == .object || kind(node) == .array else { return [] }
    var children: [Node] = []
    var next = firstChild(node)
    while let child = next {
      children.append(child)
      next = sibling(child)
    }
    return children
  }

  /// The first child that was not removed.
  mutating func firstChild(_ node: Node) -> Node? {
    expand(node)
    return present(storage.nodes[node].firstChild)
  }

  /// The next child of the same parent that was not removed.
  func sibling(_ node: Node) -> Node? { present(storage.nodes[node].next) }

  func parent(of node: Node) -> Node? { storage.nodes[node].parent }

  private func present(_ node: Node?) -> Node? {
    var next = node
    while let node = next, storage.nodes[node].isRemoved { next = storage.nodes[node].next }
    return next
  }

  /// A string's decoded bytes; `nil` for anything else.
  func string(_ node: Node?) -> [UInt8]? {
    guard let node, kind(node) == .string else { return nil }
    switch storage.nodes[node].value {
    case .record(let node): return view.decoded(node)
    case .text(let range):
      return JSONString.decode(storage.text.span.extracting(range).extracting(1..<range.count - 1))
    }
  }

  /// A member's decoded key.
  func key(_ node: Node) -> [UInt8] {
    switch storage.nodes[node].key {
    case .record(let key): view.decoded(key)
    case .text(let range):
      JSONString.decode(storage.text.span.extracting(range).extracting(1..<range.count - 1))
    case nil: []
    }
  }

  func keyEquals(_ node: Node, _ name: [UInt8]) -> Bool {
    if case .record(let key) = storage.nodes[node].key {
      return view.string(key, equals: name.span)
    }
    return key(node) == name
  }

  /// Whether a value consists of exactly these bytes, white space between tokens apart.
  func value(_ node: Node, equals text: [UInt8]) -> Bool {
    var bytes: [UInt8] = []
    append(node, to: &bytes)
    return bytes == text
  }
}

// MARK: Changing

extension Document {
  /// Puts a JSON text in a value's place.
  mutating func replace(_ node: Node, with text: [UInt8]) {
    storage.nodes[node].value = .text(storage.append(text))
    storage.nodes[node].isExpanded = false
    storage.nodes[node].firstChild = nil
    storage.nodes[node].lastChild = nil
    noteChange(node)
  }

  /// Gives a member another key.
  mutating func rename(_ node: Node, to key: [UInt8]) {
    storage.nodes[node].key = .text(storage.append(JSONString.encode(key.span)))
    noteChange(node)
  }

  mutating func remove(_ node: Node) {
    storage.nodes[node].isRemoved = true
    if let parent = storage.nodes[node].parent { noteChange(parent) }
  }

  /// Adds a member behind all others.
  @discardableResult
  mutating func append(_ key: [UInt8], _ text: [UInt8], to object: Node) -> Node {
    expand(object)
    let node = storage.append(
      DocumentStorage.Entry(
        value: .text(storage.append(text)),
        key: .text(storage.append(JSONString.encode(key.span))), parent: object))
    noteChange(object)
    return node
  }

  private mutating func noteChange(_ node: Node) {
    var next: Node? = node
    while let node = next, !storage.nodes[node].isChanged {
      storage.nodes[node].isChanged = true
      next = storage.nodes[node].parent
    }
  }

  /// Makes a node's children.
  private mutating func expand(_ node: Node) {
    guard !storage.nodes[node].isExpanded else { return }
    storage.nodes[node].isExpanded = true
    switch storage.nodes[node].value {
    case .record(let value):
      storage.expand(node, view, value) { .record($0) }
    case .text(let range):
      let bytes = Array(storage.text[range])
      // The text was checked when it was made.
      guard let text = try? JSONText(bytes.span) else { return }
      storage.expand(node, text.view, text.view.root) { [base = range.lowerBound] child in
        let range = text.view.range(child)
        return .text(base + range.lowerBound..<base + range.upperBound)
      }
    }
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
      if let key = storage.nodes[child].key {
        append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
      }
      append(child, to: &bytes)
      next = sibling(child)
    }
    bytes.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
  }

  private func append(_ source: DocumentStorage.Source, to bytes: inout [UInt8]) {
    switch source {
    case .record(let node): view.append(view.range(node), to: &bytes)
    case .text(let range): bytes.append(contentsOf: storage.text.span.extracting(range))
    }
  }
}
