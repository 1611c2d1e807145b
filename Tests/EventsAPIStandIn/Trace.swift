import PipeCommon
import Synchronization

/// A line for each second since the first request: its number, batches accepted, requests refused
/// with 429, requests accepted. What a sender's pace looks like from the other side.
final class Trace: Sendable {
  private struct Second {
    var batches = 0
    var refused = 0
    var accepted = 0
  }

  private let log: Log
  /// What happened in the seconds that have no line yet; `nil` before the first request.
  private let seconds = Mutex<[Int: Second]?>(nil)

  init(_ path: String) throws(IOError) { log = try Log(path) }

  /// - Parameter time: seconds since the first request.
  func note(_ response: HTTPConnection.Response, batches: Int, at time: Double) {
    let isFirst = seconds.withLock { seconds in
      let isFirst = seconds == nil
      var second = seconds?[Int(time)] ?? Second()
      switch response.status {
      case 202:
        second.accepted += 1
        second.batches += batches
      case 429:
        second.refused += 1
      default:
        break
      }
      seconds = seconds ?? [:]
      seconds?[Int(time)] = second
      return isFirst
    }
    if isFirst { SystemThread.detach { [self] in writeLines() } }
  }

  /// Writes a line whenever a second is over, even if nothing happened in it.
  private func writeLines() {
    let start = ContinuousClock.now
    for number in 0... {
      let end = start + .seconds(number + 1)
      // What is on its way to be noted still belongs to the second.
      let wait = ContinuousClock.now.duration(to: end) / .seconds(1) + 0.02
      SystemThread.sleep(seconds: max(wait, 0))
      let second = seconds.withLock { $0?.removeValue(forKey: number) } ?? Second()
      log.append("\(number) \(second.batches) \(second.refused) \(second.accepted)")
    }
  }
}
