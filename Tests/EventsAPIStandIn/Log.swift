import PipeCommon
import Synchronization

/// Lines kept for whoever asserts something about them.
final class Log: Sendable {
  private let file: Mutex<OutputWriter>

  init(_ path: String) throws(IOError) {
    file = Mutex(OutputWriter(try FileDescriptor(writing: path)))
  }

  /// Appends lines that stay together, and are in the file when this returns.
  func append(_ lines: [[UInt8]]) {
    file.withLock {
      for line in lines {
        try? $0.write(line.span)
        try? $0.endRecord()
      }
      _ = try? $0.flush()
    }
  }

  func append(_ line: String) { append([Array(line.utf8)]) }
}
