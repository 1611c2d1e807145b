/// An open file of the system, closed with the value; the three standard ones are not.
package struct FileDescriptor: ~Copyable {
  let raw: Int32
  /// The name for messages.
  package let name: String
  private let isOwned: Bool
  /// Whether others write through the same opening of the file.
  private let isShared: Bool

  private init(raw: Int32, name: String, isOwned: Bool, isShared: Bool = false) {
    self.raw = raw
    self.name = name
    self.isOwned = isOwned
    self.isShared = isShared
  }

  /// A pipe: what is written to the descriptor can be read from `reader`.
  ///
  /// - Parameter reader: gets the end to read from.
  init(pipeTo reader: inout FileDescriptor?, name: String) throws(IOError) {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw IOError("open", name) }
    // Programs that are started are to have neither end but by what they are given.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reader = FileDescriptor(raw: ends[0], name: name, isOwned: true)
    self.init(raw: ends[1], name: name, isOwned: true)
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
  /// caller has closed: records in the diagnostics, or the other way round, help nobody. To read a
  /// closed standard input, and to write to a closed standard output, stays an error.
  package static func occupyStandardStreams() {
    for (stream, mode) in [(0, O_WRONLY), (1, O_RDONLY), (2, O_RDWR)] as [(Int32, Int32)]
    where fcntl(stream, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", mode)
    }
  }

  /// Opens a file for reading.
  package init(reading path: String) throws(IOError) {
    try self.init(path, O_RDONLY)
  }

  /// Opens a file for writing, made if missing, emptied if not.
  package init(writing path: String) throws(IOError) {
    try self.init(path, O_WRONLY | O_CREAT | O_TRUNC)
  }

  /// Opens a file for adding to it, made if missing.
  package init(appending path: String) throws(IOError) {
    try self.init(sharing: path, O_WRONLY | O_CREAT | O_APPEND)
  }

  /// Opens a file for `replace`, made if missing, and as it is until then.
  package init(replacing path: String) throws(IOError) {
    try self.init(sharing: path, O_WRONLY | O_CREAT)
  }

  /// Opens a file, or takes a second descriptor for the one that a path such as `/dev/stderr` stands
  /// for: opened anew, a file would be written from its beginning.
  private init(sharing path: String, _ flags: Int32) throws(IOError) {
    guard let number = Self.number(in: path) else {
      try self.init(path, flags)
      return
    }
    let raw = fcntl(number, F_DUPFD_CLOEXEC, 0)
    guard raw >= 0 else { throw IOError("open", path) }
    self.init(raw: raw, name: path, isOwned: true, isShared: true)
  }

  /// The number of the open descriptor that a path stands for.
  package static func number(in path: String) -> Int32? {
    let streams = ["/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2] as [String: Int32]
    return streams[path]
      ?? ["/dev/fd/", "/proc/self/fd/"].lazy.filter { path.hasPrefix($0) }
      .compactMap { Int32(path.dropFirst($0.count)) }.first
  }

  /// Opens a file for reading and writing, made if missing, as it is.
  package init(updating path: String) throws(IOError) {
    try self.init(path, O_RDWR | O_CREAT)
  }

  /// Makes a file that must not be there yet, not even as a link.
  package init(creating path: String) throws(IOError) {
    try self.init(path, O_WRONLY | O_CREAT | O_EXCL)
  }

  private init(_ path: String, _ flags: Int32) throws(IOError) {
    // The system would take what stands before it for the name.
    guard !path.utf8.contains(0) else { throw IOError("open", path, code: EINVAL) }
    let name = FileName.system(path)
    var raw: Int32
    // A named pipe is opened when somebody opens its other end, which a signal need not wait for.
    repeat {
      raw = unsafe open(name, flags | O_CLOEXEC, 0o666)
    } while raw < 0 && errno == EINTR && Signals.received == nil
    guard raw >= 0 else { throw IOError("open", path) }
    self.init(raw: raw, name: path, isOwned: true)
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

  /// Whether what is written goes to the end of a file, whoever else writes to it.
  package var isAppended: Bool { fcntl(raw, F_GETFL) & O_APPEND != 0 }

  /// Whether a file that is appended to ends inside a line: a run was killed there, or an editor
  /// left it so.
  package var endsInsideLine: Bool {
    guard isAppended, let identity, identity.isRegular, identity.size > 0, let reader else {
      return false
    }
    var last: [UInt8] = [0]
    let count = try? reader.read(into: &last, at: identity.size - 1)
    return count == 1 && last[0] != UInt8(ascii: "\n")
  }

  /// A descriptor for reading what this one writes, from the system's own list of them.
  var reader: FileDescriptor? { try? FileDescriptor(reading: "/dev/fd/\(raw)") }

  /// Reads at a place, at most as much as the array holds.
  func read(into bytes: inout [UInt8], at position: Int) throws(IOError) -> Int {
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(raw, $0.baseAddress, $0.count, off_t(position))
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw IOError("read", name) }
    }
  }

  /// Goes on reading at a place, from its beginning.
  func seek(to position: Int) throws(IOError) {
    guard lseek(raw, off_t(position), SEEK_SET) >= 0 else { throw IOError("read", name) }
  }

  /// Whether it is a file that nobody else writes through the same opening, nor at its end.
  package var isOwnFile: Bool { !isShared && !isAppended && identity?.isRegular ?? false }

  /// Makes a file so long, which it must not be longer than.
  package func truncate(to length: Int) throws(IOError) {
    guard ftruncate(raw, off_t(length)) == 0 else { throw IOError("truncate", name) }
  }

  /// Gives the file these permissions.
  package func setMode(_ mode: UInt32) { _ = fchmod(raw, mode_t(mode & 0o7777)) }

  /// Takes the file for this process alone; it is let go when the descriptor is closed.
  ///
  /// - Returns: whether nobody else has it.
  /// - Throws: if the file system knows no locks, as many that lie on another machine.
  package func lock() throws(IOError) -> Bool {
    while flock(raw, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else {
        throw IOError("lock", name, advice: "put it on a file system of this machine")
      }
    }
    return true
  }
}
