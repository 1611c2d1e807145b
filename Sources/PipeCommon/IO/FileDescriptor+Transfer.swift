/// Bytes in and out. Short counts, interruptions and descriptors that do not wait are dealt with here
/// and nowhere else.
extension FileDescriptor {
  /// Reads up to `storage.count` bytes; 0 at the end of the file.
  ///
  /// A signal that asks to stop ends the read with an interruption, so that a tool can stop in order.
  package func read(into storage: UnsafeMutableRawBufferPointer) throws(IOError) -> Int {
    while true {
      let count = unsafe Self.systemRead(raw, storage.baseAddress!, storage.count)
      if count >= 0 { return count }
      if errno == EAGAIN {
        _ = wait(for: POLLIN)
      } else if errno != EINTR {
        throw IOError("read", name)
      }
      if Signals.received != nil { throw IOError("read", name, code: EINTR) }
    }
  }

  /// Writes every byte, however often the system takes only a part.
  package func write(_ bytes: Span<UInt8>) throws(IOError) {
    var written = 0
    while written < bytes.count {
      var rest = bytes.extracting(written..<bytes.count)
      if Signals.received != nil {
        // Asked to stop: finish if somebody still reads, in pieces that a pipe takes at once.
        guard isWanted() else { throw writeError(EINTR) }
        rest = rest.extracting(0..<min(rest.count, Int(PIPE_BUF)))
      }
      let count = unsafe rest.withUnsafeBytes {
        unsafe Self.systemWrite(raw, $0.baseAddress!, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        _ = wait(for: POLLOUT)
      } else if errno != EINTR {
        throw writeError(errno)
      }
    }
  }

  private func writeError(_ code: Int32) -> IOError {
    IOError("write", name, code: code, isOfStandardOutput: raw == 1)
  }

  /// Whether a reader takes something within two seconds, however often that wait is interrupted.
  private func isWanted() -> Bool {
    let end = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < end {
      if wait(for: POLLOUT, milliseconds: 100) { return true }
    }
    return false
  }

  /// Waits until what was written is on the disk; what is no file needs none.
  package func synchronize() throws(IOError) {
    guard fsync(raw) != 0, errno != EINVAL, errno != EROFS else { return }
    throw IOError("sync", name)
  }

  /// Whether reading would return at once, waiting for that at most so long (-1: for ever).
  package func isReadable(within milliseconds: Int32) -> Bool {
    wait(for: POLLIN, milliseconds: milliseconds)
  }

  private func wait(for events: some BinaryInteger, milliseconds: Int32 = -1) -> Bool {
    var request = pollfd(fd: raw, events: Int16(events), revents: 0)
    let count = unsafe poll(&request, 1, milliseconds)
    // An error here shows again, with its reason, in the read or write that follows.
    return count != 0 && !(count < 0 && errno == EINTR)
  }

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

extension ByteBuffer {
  /// Reads once, as much as there is room for (at most `limit` bytes).
  ///
  /// - Returns: how many bytes came; 0 at the end of the file.
  package mutating func fill(
    from file: borrowing FileDescriptor, limit: Int = .max
  ) throws(IOError) -> Int {
    try unsafe fill(limit: limit) { (storage) throws(IOError) in
      try unsafe file.read(into: storage)
    }
  }
}
