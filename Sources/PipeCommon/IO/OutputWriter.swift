/// Records on their way out, gathered in one buffer.
///
/// What is handed on ends where a record ends, so that several processes can append to one file; a
/// record that is larger than the buffer is gathered whole, up to a limit. The owner calls `flush`
/// before it waits for input and at the end: a write that fails is an error there like any other,
/// never a silent loss, and `deinit` writes nothing. An output that has failed once stays failed.
package struct OutputWriter: ~Copyable {
  private static let capacity = 1 << 17

  private let descriptor: FileDescriptor
  private var buffer: [UInt8] = []
  /// How much of the buffer are whole records.
  private var recordsEnd = 0
  /// How much the buffer takes before it is looked at: nothing once the output has failed.
  private var room = capacity
  private let isLineBuffered: Bool
  private let largestRecord: Int
  /// Whether something was handed on: before that, the file may end inside somebody's line.
  private var hasBegun = false
  private var failure: IOError?
  /// What the file was when the writer began; a restart compares its size with what it remembers.
  package let opened: FileIdentity?
  /// Bytes handed over by the tool, flushed or not.
  package private(set) var bytesWritten = 0

  /// - Parameter largestRecord: how long a record may be to be gathered whole.
  package init(
    _ descriptor: consuming FileDescriptor, lineBuffered: Bool = false,
    largestRecord: Int = 64 << 20
  ) {
    opened = descriptor.identity
    self.descriptor = descriptor
    isLineBuffered = lineBuffered
    self.largestRecord = largestRecord
    buffer.reserveCapacity(Self.capacity)
  }

  /// Writes bytes, at the latest when the buffer is full.
  ///
  /// - Throws: what the system says, such as a full disk or a closed pipe.
  package mutating func write(_ bytes: Span<UInt8>) throws(IOError) {
    if buffer.count + bytes.count > room { try makeRoom(for: bytes.count) }
    bytesWritten += bytes.count
    buffer.append(contentsOf: bytes)
  }

  /// Ends a line, and hands it on at once if the user asked for that.
  package mutating func endRecord() throws(IOError) {
    try write(record: "\n".utf8.span)
  }

  /// Writes what ends a record and its line, and hands it on at once if the user asked for that.
  package mutating func write(record: Span<UInt8>) throws(IOError) {
    guard record.count > 0 else { return }
    try write(record)
    recordsEnd = buffer.count
    if isLineBuffered || recordsEnd > Self.capacity { try handOn(recordsEnd) }
  }

  /// Hands on the records before the current one, and of that one only what is too much to gather.
  private mutating func makeRoom(for count: Int) throws(IOError) {
    try handOn(recordsEnd)
    if buffer.count + count > max(largestRecord, Self.capacity) { try handOn(buffer.count) }
  }

  /// Hands on everything.
  @discardableResult
  package mutating func flush() throws(IOError) -> Flushed {
    try handOn(buffer.count)
    return Flushed(length: length)
  }

  /// Sees to it that everything written is on the disk.
  @discardableResult
  package mutating func synchronize() throws(IOError) -> Synced {
    try handOn(buffer.count)
    do throws(IOError) { try descriptor.synchronize() } catch { throw remember(error) }
    return Synced(length: length)
  }

  private var length: Int? { descriptor.identity.flatMap { $0.isRegular ? $0.size : nil } }

  private mutating func handOn(_ count: Int) throws(IOError) {
    if let failure { throw failure }
    guard count > 0 else { return }
    do throws(IOError) {
      if !hasBegun, descriptor.endsInsideLine { try descriptor.write("\n".utf8.span) }
      hasBegun = true
      try descriptor.write(buffer.span.extracting(0..<count))
    } catch {
      throw remember(error)
    }
    recordsEnd = max(0, recordsEnd - count)
    buffer.removeFirst(count)
    if buffer.capacity > 8 * Self.capacity, buffer.count < Self.capacity {
      // One huge record was enough to make it so large.
      var smaller: [UInt8] = []
      smaller.reserveCapacity(Self.capacity)
      smaller += buffer
      buffer = smaller
    }
  }

  /// Keeps an error, and lets go of what can be written no more.
  private mutating func remember(_ error: IOError) -> IOError {
    failure = error
    room = -1
    buffer = []
    recordsEnd = 0
    return error
  }
}

/// Proof that the system has taken everything that was handed over; only `flush` can give it.
package struct Flushed: ~Copyable {
  /// How long the file is now; `nil` if it has no length, as a pipe.
  package let length: Int?

  fileprivate init(length: Int?) { self.length = length }
}

/// Proof that everything that was handed over is on the disk; only `synchronize` can give it.
package struct Synced: ~Copyable {
  /// How long the file is now; `nil` if it has no length, as a pipe.
  package let length: Int?

  fileprivate init(length: Int?) { self.length = length }
}
