import PipeCommon

extension SystemThread {
  /// Starts a thread without which the stand-in is of no use.
  static func detach(_ body: @escaping @Sendable () -> Void) {
    guard start(body) else { fatalError("the system has no thread left") }
  }

  static func sleep(seconds: Double) {
    guard seconds > 0 else { return }
    usleep(useconds_t(min(seconds, 600) * 1_000_000))
  }
}
