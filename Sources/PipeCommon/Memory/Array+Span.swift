extension Array where Element: BitwiseCopyable {
  /// A span's elements in an array of their own.
  public init(copying span: Span<Element>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

// Not for every element: called across modules, that would not be compiled for bytes.
extension [UInt8] {
  /// Appends a span's bytes in one copy.
  public mutating func append(contentsOf bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension Span<UInt8> {
  /// The eight bytes from a place on; the first one is the lowest.
  @inline(__always)
  public func word(at place: Int) -> UInt64 {
    precondition(place >= 0 && place + 8 <= count)
    return unsafe withUnsafeBytes {
      UInt64(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }
}
