extension Array where Element: BitwiseCopyable {
  /// A span's elements in an array of their own.
  package init(copying span: Span<Element>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

// Not for every element: called across modules, that would not be compiled for bytes.
extension [UInt8] {
  /// Appends a span's bytes in one copy.
  package mutating func append(contentsOf bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
