/// A command that runs beside the tool, in a process group of its own, so that it can be ended with
/// all that it starts. It is ended with the value, if it has not come to its end.
final class ChildProcess {
  private var group: pid_t?

  /// - Parameters:
  ///   - words: its name and arguments; it gets the caller's `PATH` and nothing else of the
  ///     environment.
  ///   - input: its standard input.
  ///   - output: its standard output.
  init(
    _ words: [String], reading input: borrowing FileDescriptor,
    writing output: borrowing FileDescriptor
  ) throws(IOError) {
    let code = unsafe Self.start(words, input.raw, output.raw, &group)
    guard code == 0 else { throw IOError("unpack", input.name, code: code) }
  }

  deinit {
    guard let group else { return }
    kill(-group, SIGKILL)
    _ = Self.wait(for: group)
  }

  /// Waits for its end.
  ///
  /// - Returns: whether it ended well.
  func end() -> Bool { group.take().map { Self.wait(for: $0) == 0 } ?? true }

  /// Whether there is a command of that name.
  static func has(_ command: String) -> Bool {
    path.split(separator: ":").contains { folder in
      unsafe access(FileName.system("\(folder)/\(command)"), X_OK) == 0
    }
  }

  private static var path: String {
    guard let path = unsafe getenv("PATH") else { return "/usr/bin:/bin" }
    return unsafe FileName.text(system: path)
  }

  private static func wait(for group: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe (waitpid(group, &status, 0)) < 0, errno == EINTR {}
    return status
  }

  /// - Returns: the system's error number, or 0.
  @unsafe private static func start(
    _ words: [String], _ input: Int32, _ output: Int32, _ group: inout pid_t?
  ) -> Int32 {
    #if canImport(Darwin)
      var files: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var files = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&files)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&files)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&files, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&files, output, 1)
    // The tool ignores these; a command that writes to nobody is to die of them.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe sigaddset(&signals, SIGXFSZ)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    let name = FileName.system(words.first ?? "")
    var words = unsafe words.map { unsafe strdup(FileName.system($0)) } + [nil]
    var environment = unsafe [strdup(FileName.system("PATH=\(path)")), nil]
    let texts = unsafe words + environment
    defer { for place in unsafe texts.indices { unsafe free(texts[place]) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(
      &process, name, &files, &attributes, &words, &environment)
    if code == 0 { group = process }
    return code
  }
}
