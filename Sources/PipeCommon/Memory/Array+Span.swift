extension Array where Element: BitwiseCopyable {
  /// A span's elements in an array of their own.
  package init(copying span: Span<Element>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// Appends a span's elements in one copy.
  package mutating func append(contentsOf span: Span<Element>) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
