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
  /// The line without an end that a run which was killed has left.
  package private(set) var torn: [UInt8] = []
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
    if record.count > Self.capacity, torn.isEmpty, recordsEnd == buffer.count {
      return try pass(record)
    }
    try write(record)
    recordsEnd = buffer.count
    if isLineBuffered || recordsEnd > Self.capacity { try handOn(recordsEnd) }
  }

  /// Hands on a large record that lies ready as a whole, and needs no second room here.
  private mutating func pass(_ record: Span<UInt8>) throws(IOError) {
    try handOn(buffer.count)
    if let failure { throw failure }
    bytesWritten += record.count
    do throws(IOError) {
      _ = try begin(0)
      try descriptor.write(record)
    } catch {
      throw remember(error)
    }
  }

  /// Hands on the records before the current one, and of that one only what is too much to gather.
  private mutating func makeRoom(for count: Int) throws(IOError) {
    try handOn(recordsEnd)
    if buffer.count + count > max(largestRecord, Self.capacity) { try handOn(buffer.count) }
    // With the line's end: else that would double a buffer which holds one huge record.
    if buffer.isEmpty, count > Self.capacity { buffer.reserveCapacity(count + 1) }
  }

  /// Hands on everything.
  @discardableResult
  package mutating func flush() throws(IOError) -> Flushed {
    try handOn(buffer.count)
    return Flushed(FileMark(descriptor.identity))
  }

  /// Sees to it that everything written is on the disk.
  @discardableResult
  package mutating func synchronize() throws(IOError) -> Synced {
    try handOn(buffer.count)
    do throws(IOError) { try descriptor.synchronize() } catch { throw remember(error) }
    return Synced(FileMark(descriptor.identity))
  }

  /// Reads the lines that stand behind a mark in the same file, and goes on behind them. If the last
  /// one has no end and begins as the first line that is written now, that one only completes it.
  package mutating func readOn(
    behind mark: FileMark?, _ body: (_ line: Span<UInt8>, _ end: Int) -> Void
  ) throws(IOError) {
    guard let mark, FileMark(opened)?.file == mark.file, let reader = descriptor.reader else {
      return
    }
    torn = try LinesBehind.read(reader, from: mark.length, body)
  }

  private mutating func handOn(_ count: Int) throws(IOError) {
    if let failure { throw failure }
    guard count > 0 else { return }
    do throws(IOError) {
      let start = try begin(count)
      try descriptor.write(buffer.span.extracting(start..<count))
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

  /// Ends the line inside which the file may end, or lets the first one complete it.
  ///
  /// - Returns: how much of the buffer stands there already.
  private mutating func begin(_ count: Int) throws(IOError) -> Int {
    if hasBegun { return 0 }
    hasBegun = true
    let torn = torn
    self.torn = []
    guard descriptor.endsInsideLine else { return 0 }
    if !torn.isEmpty, torn.count < count, buffer.starts(with: torn) { return torn.count }
    try descriptor.write("\n".utf8.span)
    return 0
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
  package let mark: FileMark?

  fileprivate init(_ mark: FileMark?) { self.mark = mark }
}

/// Proof that everything that was handed over is on the disk; only `synchronize` can give it.
package struct Synced: ~Copyable {
  /// How long the file is now; `nil` if it has no length, as a pipe.
  package let mark: FileMark?

  fileprivate init(_ mark: FileMark?) { self.mark = mark }
}
