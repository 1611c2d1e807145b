/// Records on their way out, gathered in one buffer.
///
/// The owner calls `flush` before it waits for input and at the end: a write that fails is an
/// error there like any other, never a silent loss, and `deinit` writes nothing.
package struct OutputWriter: ~Copyable {
  private static let capacity = 1 << 17

  private let descriptor: FileDescriptor
  private var buffer: [UInt8] = []
  private let isLineBuffered: Bool
  /// Bytes handed over by the tool, flushed or not.
  package private(set) var bytesWritten = 0

  package init(_ descriptor: consuming FileDescriptor, lineBuffered: Bool = false) {
    self.descriptor = descriptor
    isLineBuffered = lineBuffered
    buffer.reserveCapacity(Self.capacity)
  }

  /// Writes bytes, at the latest when the buffer is full.
  ///
  /// - Throws: what the system says, such as a full disk or a closed pipe.
  package mutating func write(_ bytes: Span<UInt8>) throws(IOError) {
    bytesWritten += bytes.count
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try descriptor.write(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Writes one byte.
  package mutating func write(_ byte: UInt8) throws(IOError) {
    if buffer.count == Self.capacity { try flush() }
    bytesWritten += 1
    buffer.append(byte)
  }

  /// Ends a line, and hands it on at once if the user asked for that.
  package mutating func endRecord() throws(IOError) {
    try write(UInt8(ascii: "\n"))
    if isLineBuffered { try flush() }
  }

  /// Writes what holds its line ends already, and hands it on at once if the user asked for that.
  package mutating func write(record: Span<UInt8>) throws(IOError) {
    guard record.count > 0 else { return }
    try write(record)
    if isLineBuffered { try flush() }
  }

  /// Hands on everything.
  package mutating func flush() throws(IOError) {
    guard !buffer.isEmpty else { return }
    // What failed once is not tried again: the buffer is empty before the error leaves.
    defer { buffer.removeAll(keepingCapacity: true) }
    try descriptor.write(buffer.span)
  }
}

extension OutputWriter {
  /// Sees to it that everything written is on the disk.
  package mutating func synchronize() throws(IOError) {
    try flush()
    try descriptor.synchronize()
  }
}

extension [UInt8] {
  /// Appends a span's bytes in one copy.
  package mutating func append(contentsOf bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
