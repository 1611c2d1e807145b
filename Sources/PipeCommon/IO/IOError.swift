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
  /// The reason, where the system has no number for it.
  private let reason: String?
  /// What the user can do about it, where that is known.
  package let advice: String?
  /// Whether it was standard output, and not a file that happens to be called so.
  package let isOfStandardOutput: Bool

  /// - Parameter code: the system's error number; that of the last call if it is not given.
  package init(
    _ operation: String, _ stream: String, code: Int32 = errno, reason: String? = nil,
    advice: String? = nil, isOfStandardOutput: Bool = false
  ) {
    self.operation = operation
    self.stream = stream
    self.code = code
    self.reason = reason
    self.advice = advice
    self.isOfStandardOutput = isOfStandardOutput
  }

  /// Whether the reader of a pipe has gone away, which ends a filter as SIGPIPE would.
  package var isClosedPipe: Bool { code == EPIPE }

  /// Whether a signal that asks to stop has ended a wait; what else interrupts is never an error.
  package var isInterruption: Bool { code == EINTR }

  /// The sentence for people: what could not be done to which file, and why.
  package var description: String {
    let reason =
      reason ?? (code == EBADF ? "it is closed" : unsafe String(cString: strerror(code)))
    return "cannot \(operation) \(stream): \(reason)" + (advice.map { "; \($0)" } ?? "")
  }
}
