/// An open file of the system. Short counts and interruptions are dealt with here and nowhere else.
///
/// A descriptor that was opened here is closed with the value; the three standard ones are not.
package struct FileDescriptor: ~Copyable {
  private let raw: Int32
  /// The name for messages.
  package let name: String
  private let isOwned: Bool

  private init(raw: Int32, name: String, isOwned: Bool) {
    self.raw = raw
    self.name = name
    self.isOwned = isOwned
  }

  /// Descriptor 0, which is not closed with the value.
  package static var standardInput: FileDescriptor { .init(raw: 0, name: "stdin", isOwned: false) }
  /// Descriptor 1.
  package static var standardOutput: FileDescriptor {
    .init(raw: 1, name: "stdout", isOwned: false)
  }
  /// Descriptor 2.
  package static var standardError: FileDescriptor { .init(raw: 2, name: "stderr", isOwned: false) }

  /// Sees to it that no file that is opened later takes the place of a standard stream that the
  /// caller has closed: records in the diagnostics, or the other way round, help nobody. Writing to
  /// a closed standard output stays an error.
  package static func occupyStandardStreams() {
    for stream in 0...2 as ClosedRange<Int32> where fcntl(stream, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", stream == 1 ? O_RDONLY : O_RDWR)
    }
  }

  /// Opens a file for reading.
  package init(reading path: String) throws(IOError) {
    try self.init(path, O_RDONLY)
  }

  /// Opens a file for writing, made if missing, emptied first unless it is to be appended to.
  package init(writing path: String, appending: Bool = false) throws(IOError) {
    try self.init(path, O_WRONLY | O_CREAT | (appending ? O_APPEND : O_TRUNC))
  }

  /// Opens a file for writing, made if missing, as it is.
  package init(updating path: String) throws(IOError) {
    try self.init(path, O_RDWR | O_CREAT)
  }

  private init(_ path: String, _ flags: Int32) throws(IOError) {
    var descriptor: Int32
    repeat {
      descriptor = unsafe open(path, flags | O_CLOEXEC, 0o666)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw IOError("open", path) }
    self.init(raw: descriptor, name: path, isOwned: true)
  }

  deinit {
    if isOwned { _ = close(raw) }
  }

  /// Whether a person sits at the other end.
  package var isTerminal: Bool { isatty(raw) == 1 }

  /// How many columns the terminal at the other end has; `nil` if there is none.
  package var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(raw, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return Int(size.ws_col)
  }

  /// What the system knows of the file: enough to compare two descriptors, and its size.
  package var identity: FileIdentity? {
    var status = stat()
    guard unsafe fstat(raw, &status) == 0 else { return nil }
    return FileIdentity(status)
  }

  /// Reads up to `storage.count` bytes; 0 at the end of the file.
  ///
  /// A pending SIGINT or SIGTERM ends the read with `EINTR`, so that a tool can stop in order.
  package func read(into storage: UnsafeMutableRawBufferPointer) throws(IOError) -> Int {
    while true {
      let count = unsafe Self.systemRead(raw, storage.baseAddress!, storage.count)
      if count >= 0 { return count }
      guard errno == EINTR, Signals.received == nil else { throw IOError("read", name) }
    }
  }

  /// Writes every byte, however often the system takes only a part.
  package func write(_ bytes: Span<UInt8>) throws(IOError) {
    var written = 0
    while written < bytes.count {
      var rest = bytes.extracting(written..<bytes.count)
      if Signals.received != nil {
        // Asked to stop: finish if somebody still reads, in pieces that a pipe takes at once.
        guard wait(for: POLLOUT, milliseconds: 2000) else {
          throw IOError("write", name, code: EINTR)
        }
        rest = rest.extracting(0..<min(rest.count, Int(PIPE_BUF)))
      }
      let count = unsafe rest.withUnsafeBytes {
        unsafe Self.systemWrite(raw, $0.baseAddress!, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        _ = wait(for: POLLOUT, milliseconds: -1)
      } else if errno != EINTR {
        throw IOError("write", name)
      }
    }
  }

  /// Waits until what was written is on the disk; what is no file needs none.
  package func synchronize() throws(IOError) {
    guard fsync(raw) != 0, errno != EINVAL, errno != EROFS else { return }
    throw IOError("sync", name)
  }

  /// Gives the file these permissions.
  package func setMode(_ mode: UInt32) { _ = fchmod(raw, mode_t(mode & 0o7777)) }

  /// Takes the file for this process alone; it is let go when the descriptor is closed.
  ///
  /// - Returns: whether nobody else has it.
  package func lock() -> Bool { flock(raw, LOCK_EX | LOCK_NB) == 0 }

  /// Whether reading would return at once, waiting for that at most so long (-1: for ever).
  package func isReadable(within milliseconds: Int32) -> Bool {
    wait(for: POLLIN, milliseconds: milliseconds)
  }

  private func wait(for events: some BinaryInteger, milliseconds: Int32) -> Bool {
    var request = pollfd(fd: raw, events: Int16(events), revents: 0)
    let count = unsafe poll(&request, 1, milliseconds)
    // An error here shows again, with its reason, in the read or write that follows.
    return count != 0 && !(count < 0 && errno == EINTR)
  }
}

extension FileDescriptor {
  @unsafe private static func systemRead(
    _ raw: Int32, _ base: UnsafeMutableRawPointer, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(raw, base, count)
    #elseif canImport(Musl)
      unsafe Musl.read(raw, base, count)
    #else
      unsafe Darwin.read(raw, base, count)
    #endif
  }

  @unsafe private static func systemWrite(
    _ raw: Int32, _ base: UnsafeRawPointer, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(raw, base, count)
    #elseif canImport(Musl)
      unsafe Musl.write(raw, base, count)
    #else
      unsafe Darwin.write(raw, base, count)
    #endif
  }
}
