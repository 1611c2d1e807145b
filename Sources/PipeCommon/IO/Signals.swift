import Synchronization

/// SIGINT, SIGTERM and SIGHUP as a question to ask: is the tool to stop?
///
/// The first one asks for a stop in order. Every wait for the system ends with it, and is ended again
/// each second, so that a signal between the question and the wait is not lost. One that follows it
/// ends the process at once.
package enum Signals {
  private static let pending = Atomic<Int32>(0)
  /// When it came, in milliseconds of the monotonic clock.
  private static let time = Atomic<Int>(0)
  /// What comes so soon after the first is the same request: `timeout` sends each signal twice.
  private static let echo = 100

  private static let reportRequests = Atomic<Int32>(0)

  /// Whether SIGUSR1 has asked how far the work is since this was asked last.
  package static func takeReportRequest() -> Bool {
    reportRequests.load(ordering: .relaxed) != 0
      && reportRequests.exchange(0, ordering: .relaxed) != 0
  }

  /// The signal that asks to stop, if one has come.
  package static var received: Int32? {
    let signal = pending.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Turns the signals that ask to stop into the question, SIGUSR1 into another, and SIGPIPE and
  /// SIGXFSZ into errors of the write that failed.
  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    handle(SIGINT, stop)
    handle(SIGTERM, stop)
    // Who starts a tool with nohup wants it to outlive the terminal.
    if !isIgnored(SIGHUP) { handle(SIGHUP, stop) }
    handle(SIGUSR1) { _ in Signals.reportRequests.store(1, ordering: .relaxed) }
  }

  /// Ends the process as the signal itself would have.
  package static func die(of number: Int32) -> Never {
    signal(number, SIG_DFL)
    unblock(number)
    raise(number)
    // The first process of a container does not die of signals.
    _exit(128 + number)
  }

  // What a handler may call is little: of the functions below every one is on POSIX's list.

  private static let stop: @convention(c) (Int32) -> Void = { number in
    let error = errno
    defer { errno = error }
    let now = Signals.now
    guard Signals.pending.load(ordering: .relaxed) == 0 else {
      if now - Signals.time.load(ordering: .relaxed) > Signals.echo { Signals.die(of: number) }
      return
    }
    Signals.time.store(now, ordering: .relaxed)
    Signals.pending.store(number, ordering: .relaxed)
    Signals.handle(SIGALRM) { _ in alarm(1) }
    alarm(1)
  }

  private static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private static func handle(_ number: Int32, _ handler: @convention(c) (Int32) -> Void) {
    // No SA_RESTART: a read that waits must end.
    var action = sigaction()
    unsafe sigfillset(&action.sa_mask)
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = handler
    #else
      unsafe action.__sigaction_handler.sa_handler = handler
    #endif
    unsafe sigaction(number, &action, nil)
    // Who started the tool may have held it back.
    unblock(number)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(number, nil, &action)
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func unblock(_ number: Int32) {
    var held = sigset_t()
    unsafe sigemptyset(&held)
    unsafe sigaddset(&held, number)
    unsafe sigprocmask(SIG_UNBLOCK, &held, nil)
  }
}
