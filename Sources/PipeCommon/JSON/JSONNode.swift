/// A value in a view: the number of its first mark.
public struct JSONNode: Hashable, BitwiseCopyable, Sendable {
  /// Its place among the marks.
  public let mark: Int32

  public init(mark: Int) { self.mark = Int32(truncatingIfNeeded: mark) }
}

/// A member of an object: its key's node and its value's.
public struct JSONMember: Equatable, BitwiseCopyable, Sendable {
  /// The key, a string.
  public let key: JSONNode
  /// The value.
  public let value: JSONNode
}
