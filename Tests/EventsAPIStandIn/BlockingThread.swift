import PipeCommon

/// A thread that may wait for as long as it likes. The stand-in is installed beside the tools and
/// carries what it needs, which Foundation would make ten times as much.
enum BlockingThread {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func detach(_ body: @escaping @Sendable () -> Void) {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { work in
        let work: UnsafeMutableRawPointer? = unsafe work
        if let work = unsafe work {
          unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
        }
        pthread_detach(pthread_self())
        return nil
      }, work)
    precondition(code == 0, "the system has no thread left")
  }

  static func sleep(seconds: Double) {
    guard seconds > 0 else { return }
    usleep(useconds_t(min(seconds, 600) * 1_000_000))
  }
}
