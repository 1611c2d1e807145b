/// A failure of the environment: a file that cannot be opened, a full disk, a closed pipe.
///
/// It holds facts; the sentence is made when somebody asks for it.
package struct IOError: Error, Equatable, CustomStringConvertible {
  /// What was being done, as it reads after "cannot": `open`, `read`, `write`.
  package let operation: String
  /// The file's name as the user knows it: a path, `stdin`, `stdout`.
  package let stream: String
  /// The system's error number.
  package let code: Int32

  /// - Parameter code: the system's error number; that of the last call if it is not given.
  package init(_ operation: String, _ stream: String, code: Int32 = errno) {
    self.operation = operation
    self.stream = stream
    self.code = code
  }

  /// Whether the reader of a pipe has gone away, which ends a filter as SIGPIPE would.
  package var isClosedPipe: Bool { code == EPIPE }

  /// The sentence for people: what could not be done to which file, and why.
  package var description: String {
    "cannot \(operation) \(stream): \(unsafe String(cString: strerror(code)))"
  }
}
