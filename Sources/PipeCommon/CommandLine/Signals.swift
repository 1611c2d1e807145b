import Synchronization

/// SIGINT and SIGTERM as a flag to ask.
package enum Signals {
  private static let pending = Atomic<Int32>(0)
  private static let count = Atomic<Int32>(0)

  private static let reportRequests = Atomic<Int32>(0)

  /// Whether SIGUSR1 has asked how far the work is since this was asked last.
  package static func takeReportRequest() -> Bool {
    reportRequests.load(ordering: .relaxed) != 0
      && reportRequests.exchange(0, ordering: .relaxed) != 0
  }

  /// The first signal that came, if any.
  package static var received: Int32? {
    let signal = pending.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// How many signals have come.
  package static var timesReceived: Int32 { count.load(ordering: .relaxed) }

  /// Turns SIGINT and SIGTERM into the flag, SIGUSR1 into a question, and SIGPIPE into the error of a
  /// failed write.
  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    let end: @convention(c) (Int32) -> Void = { number in
      _ = Signals.pending.compareExchange(
        expected: 0, desired: number, ordering: .relaxed)
      Signals.count.add(1, ordering: .relaxed)
    }
    handle(SIGINT, end)
    handle(SIGTERM, end)
    handle(SIGUSR1) { _ in Signals.reportRequests.store(1, ordering: .relaxed) }
  }

  private static func handle(_ number: Int32, _ handler: @convention(c) (Int32) -> Void) {
    // No SA_RESTART: a read that waits must end.
    var action = sigaction()
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = handler
    #else
      unsafe action.__sigaction_handler.sa_handler = handler
    #endif
    unsafe sigaction(number, &action, nil)
    // Who started the tool may have held it back.
    var held = sigset_t()
    unsafe sigemptyset(&held)
    unsafe sigaddset(&held, number)
    unsafe sigprocmask(SIG_UNBLOCK, &held, nil)
  }

  /// Ends the process as the signal itself would have.
  package static func die(of number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }
}
