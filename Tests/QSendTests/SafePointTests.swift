import Foundation
import Testing

@testable import PipeCommon
@testable import qsend

/// Only outputs that have lost nothing say that something is safe.
@Suite struct SafePointTests {
  private func rejects(to path: String?) throws(IOError) -> Rejects {
    var file: OutputWriter?
    if let path { file = OutputWriter(try FileDescriptor(appending: path)) }
    return Rejects(to: file, Diagnostics(tool: "test", quiet: true))
  }

  /// Whether there is a safe point behind receipts that could not be written, because of this.
  private func isSafe(behind failure: IOError) throws -> Bool {
    var rejects = try rejects(to: nil)
    let point = SafePoint(closedReceipts: failure, rejects: try rejects.synchronize())
    return point != nil
  }

  @Test func closedReceiptsAreMissedByNobody() throws {
    #expect(try isSafe(behind: IOError("write", "stdout", code: EPIPE, isOfStandardOutput: true)))
  }

  @Test(arguments: [
    IOError("write", "stdout", code: ENOSPC, isOfStandardOutput: true),
    IOError("write", "stdout", code: EIO, isOfStandardOutput: true),
    IOError("write", "r", code: EPIPE),
    // A named pipe may be called so.
    IOError("write", "stdout", code: EPIPE),
  ])
  func whatIsLostIsNotSafe(failure: IOError) throws {
    #expect(try !isSafe(behind: failure))
  }

  @Test func rejectsThatFailedOnceAreNeverSafeAgain() throws {
    var rejects = try rejects(to: "/dev/full")
    try rejects.write("{}".utf8.span)
    for _ in 0..<2 {
      let isSafe = (try? rejects.synchronize()) != nil
      #expect(!isSafe)
    }
  }
}
