import PipeCommon

/// What one run of a command took, by the system's own accounting.
struct Measurement {
  let seconds: Double
  let cpuSeconds: Double
  /// Of the largest process, in MiB.
  let peakMemory: Double

  /// Runs a shell command and waits for it; what it prints is thrown away.
  ///
  /// - Returns: `nil` if it cannot be run or fails.
  static func run(_ command: String) -> Measurement? {
    let start = ContinuousClock.now
    let process = fork(command)
    guard process > 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    guard unsafe wait4(process, &status, 0, &usage) == process, status == 0 else { return nil }
    let seconds = start.duration(to: .now) / .seconds(1)
    #if canImport(Darwin)
      let unit = 1_048_576.0
    #else
      let unit = 1024.0
    #endif
    return Measurement(
      seconds: seconds, cpuSeconds: time(usage.ru_utime) + time(usage.ru_stime),
      peakMemory: Double(usage.ru_maxrss) / unit)
  }

  private static func fork(_ command: String) -> pid_t {
    var process: pid_t = 0
    let words = ["/bin/sh", "-c", "{ \(command) ; } > /dev/null 2>&1"]
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer {
      for place in words.indices { unsafe free(arguments[place]) }
    }
    guard unsafe posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else {
      return -1
    }
    return process
  }

  private static func time(_ value: timeval) -> Double {
    Double(value.tv_sec) + Double(value.tv_usec) / 1_000_000
  }
}
