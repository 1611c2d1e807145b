import PipeCommon

/// What a document knows of one value.
extension DocumentStorage {
  /// Where a value or a key has its bytes: in the record, or in `text`.
  struct Source {
    /// A mark of the record; below zero the inverse of a number in `texts`.
    let code: Int32

    static func record(_ node: JSONNode) -> Source { Source(code: node.mark) }

    var node: JSONNode? { code < 0 ? nil : JSONNode(mark: Int(code)) }
  }

  /// A value in its parent, in 48 bytes: a batch has many. Numbers of other nodes are -1 where there
  /// is none.
  struct Entry {
    var value: Source
    private var keySource: Source
    /// What the value was in the record; -1 for what was added.
    var originMark: Int32 = -1
    let parent: Int32
    var firstChild: Int32 = -1
    var lastChild: Int32 = -1
    var next: Int32 = -1
    var childCount: Int32 = 0
    var print = MemberName.unknownPrint
    /// The member of this object that was found last: one operation after the other goes the same way.
    var found: Int32 = -1
    private var flags = Flags()
    /// How often a member was looked for in this object, up to the point where that matters.
    var lookups: UInt8 = 0

    init(value: Source, key: Source? = nil, parent: Int) {
      self.value = value
      keySource = key ?? Source(code: .min)
      self.parent = Int32(parent)
    }

    /// For members only, quotes included.
    var key: Source? {
      get { keySource.code == .min ? nil : keySource }
      set { keySource = newValue ?? Source(code: .min) }
    }

    var origin: JSONNode? { originMark < 0 ? nil : JSONNode(mark: Int(originMark)) }

    /// Lets the children go; those of another value may be made.
    mutating func forgetChildren() {
      isExpanded = false
      isObject = false
      (firstChild, lastChild, childCount, found) = (-1, -1, 0, -1)
    }

    var isExpanded: Bool {
      get { flags.contains(.expanded) }
      set { flags.set(.expanded, newValue) }
    }
    /// Whether the value is an object; known once it is expanded.
    var isObject: Bool {
      get { flags.contains(.object) }
      set { flags.set(.object, newValue) }
    }
    /// Whether this value, its key or something below was changed.
    var isChanged: Bool {
      get { flags.contains(.changed) }
      set { flags.set(.changed, newValue) }
    }
    var isRemoved: Bool {
      get { flags.contains(.removed) }
      set { flags.set(.removed, newValue) }
    }
  }

  /// What is known of a value, in one byte.
  private struct Flags: OptionSet {
    let rawValue: UInt8

    static let expanded = Flags(rawValue: 1)
    static let object = Flags(rawValue: 2)
    static let changed = Flags(rawValue: 4)
    static let removed = Flags(rawValue: 8)

    @inline(__always)
    mutating func set(_ flag: Flags, _ isSet: Bool) {
      if isSet { insert(flag) } else { remove(flag) }
    }
  }
}
