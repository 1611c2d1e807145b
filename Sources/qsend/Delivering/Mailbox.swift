import Dispatch
import Synchronization

/// What couriers report to the one who keeps the ledger.
final class Mailbox: Sendable {
  enum Report: Sendable {
    case settled([Outcome])
    /// A batch that several records share was refused, and waits to be taken apart.
    case apart(Parcel)
    /// A batch that was accepted before was taken again: the server accepts what is right.
    case witnessed
    case stopped(DeliveryStop)
  }

  private let reports = Mutex<[Report]>([])
  private let signal = DispatchSemaphore(value: 0)

  func post(_ report: Report) {
    reports.withLock { $0.append(report) }
    signal.signal()
  }

  /// Whether everything that came was taken.
  var isEmpty: Bool { reports.withLock(\.isEmpty) }

  /// Takes everything that has come.
  func drain() -> [Report] {
    reports.withLock { reports in
      defer { reports = [] }
      return reports
    }
  }

  /// Waits until something comes, at most so long.
  func wait(milliseconds: Int) {
    _ = signal.wait(timeout: .now() + .milliseconds(milliseconds))
  }
}
