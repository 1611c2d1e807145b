/// Keeps some members of an object, or elements of an array, and takes the others' commas along.
///
///     { "a":1 , "b":2 , "c":3 }
///             └─ dropping b ─┘        a was kept before: from a's end to b's end
///       └ a ───┘                      nothing kept before: up to where b begins
package struct ListSplicer {
  /// The end of the last item, once one was kept.
  private var end: Int?

  package init() {}

  /// An item that stays.
  package mutating func keep(_ item: Range<Int>) { end = item.upperBound }

  /// - Parameter next: where the next item begins, if there is one.
  package mutating func drop(_ item: Range<Int>, next: Int?, _ editor: inout RecordEditor) {
    if let end {
      editor.remove(end..<item.upperBound)
      self.end = item.upperBound
    } else {
      editor.remove(item.lowerBound..<(next ?? item.upperBound))
    }
  }
}

extension JSONView {
  /// A member's bytes, from its key to the end of its value.
  package func range(_ member: JSONMember) -> Range<Int> {
    start(member.key)..<range(member.value).upperBound
  }

  /// A member's key, decoded only if it has escapes.
  package func key(_ member: JSONMember, equals text: Span<UInt8>) -> Bool {
    string(member.key, equals: text)
  }

  /// The last member of an object with this name: the one that counts.
  package func member(_ object: JSONNode, named name: Span<UInt8>) -> JSONMember? {
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
  package func member(_ object: JSONNode, named name: String) -> JSONMember? {
    member(object, named: name.utf8.span)
  }
}
