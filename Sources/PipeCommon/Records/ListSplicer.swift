/// Which members of an object, or elements of an array, stay, with the commas between them.
///
///     { "a":1 , "b":2 , "c":3 }
///             └─ dropping b ─┘        a was kept before: from a's end to b's end
///       └ a ───┘                      nothing kept before: up to where b begins
public struct ListSplicer {
  /// The value of the last item that was kept.
  private var last: JSONNode?
  /// The end of the last item dropped behind it.
  private var end = 0

  @inline(__always)
  public init() {}

  /// An item stays: a member with this value, or the element itself.
  @inline(__always)
  public mutating func keep(_ value: JSONNode) { last = value }

  /// An item goes.
  ///
  /// - Parameter next: where the next item begins, if there is one.
  /// - Returns: what goes with it. Each range begins where the one before ends, or behind it.
  public mutating func drop(_ item: Range<Int>, next: Int?, _ view: JSONView) -> Range<Int> {
    guard let last else { return item.lowerBound..<(next ?? item.upperBound) }
    let start = max(view.range(last).upperBound, end)
    end = item.upperBound
    return start..<end
  }
}

extension JSONView {
  /// A member's bytes, from its key to the end of its value.
  public func range(_ member: JSONMember) -> Range<Int> {
    start(member.key)..<range(member.value).upperBound
  }

  /// A member's key, decoded only if it has escapes.
  public func key(_ member: JSONMember, equals text: Span<UInt8>) -> Bool {
    string(member.key, equals: text)
  }

  /// The last member of an object with this name: the one that counts.
  public func member(_ object: JSONNode, named name: Span<UInt8>) -> JSONMember? {
    guard kind(object) == .object else { return nil }
    var found: JSONMember?
    var next = firstMember(object)
    while let member = next {
      if key(member, equals: name) { found = member }
      next = self.member(after: member)
    }
    return found
  }

  /// The same by a name of ours.
  public func member(_ object: JSONNode, named name: String) -> JSONMember? {
    member(object, named: name.utf8.span)
  }
}
