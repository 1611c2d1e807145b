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

  /// Turns SIGINT and SIGTERM into the flag, and SIGPIPE into the error of a failed write.
  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    var action = sigaction()
    let note: @convention(c) (Int32) -> Void = { number in
      _ = Signals.pending.compareExchange(
        expected: 0, desired: number, ordering: .relaxed)
      Signals.count.add(1, ordering: .relaxed)
    }
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = note
    #else
      unsafe action.__sigaction_handler.sa_handler = note
    #endif
    // No SA_RESTART: a read that waits must end.
    unsafe sigaction(SIGINT, &action, nil)
    unsafe sigaction(SIGTERM, &action, nil)
    let ask: @convention(c) (Int32) -> Void = { _ in
      Signals.reportRequests.store(1, ordering: .relaxed)
    }
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = ask
    #else
      unsafe action.__sigaction_handler.sa_handler = ask
    #endif
    unsafe sigaction(SIGUSR1, &action, nil)
    // Who started the tool may have held them back.
    var both = sigset_t()
    unsafe sigemptyset(&both)
    unsafe sigaddset(&both, SIGINT)
    unsafe sigaddset(&both, SIGTERM)
    unsafe sigprocmask(SIG_UNBLOCK, &both, nil)
  }

  /// Ends the process as the signal itself would have.
  package static func die(of number: Int32) -> Never {
    signal(number, SIG_DFL)
    raise(number)
    exit(128 + number)
  }
}
