import PipeCommon

/// Runs the contestants in turn, round by round, so that a machine's moods hit them all alike.
struct Bench {
  private let settings: BenchSettings

  init(_ settings: BenchSettings) { self.settings = settings }

  func run() throws {
    let folder = "/tmp/bench-\(getpid())"
    _ = Measurement.run("mkdir \(folder)")
    defer { _ = Measurement.run("rm -r \(folder)") }
    let bytes = settings.megabytes * 1_000_000
    try write(bytes, to: "\(folder)/export")
    try write(bytes / 8, to: "\(folder)/eighth")
    _ = Measurement.run("{ qextract \(folder)/export > \(folder)/extracted; }")
    let extracted = FileIdentity(path: "\(folder)/extracted")?.size ?? 0

    let present = Contestant.all.filter(\.isInstalled)
    var results: [String: [Measurement]] = [:]
    for _ in 0...settings.runs {
      for contestant in present {
        let export = "\(folder)/\(contestant.isSlow ? "eighth" : "export")"
        let command = "EXPORT=\(export); EXTRACTED=\(folder)/extracted; " + contestant.command
        if let measurement = Measurement.run(command) {
          results[contestant.name, default: []].append(measurement)
        }
      }
    }
    print(
      "\(settings.megabytes) MB of NDJSON, \(VectorLevel.current) code, medians of \(settings.runs) runs "
        + "in turn after a first one:\n"
    )
    print("| command | MB/s | time, ratio | CPU s/GB | peak MiB |")
    print("|---|---:|---:|---:|---:|")
    let base = perGigabyte(results["qextract"] ?? [], bytes)
    for contestant in present {
      let size =
        contestant.command.contains("EXTRACTED") ? extracted : contestant.isSlow ? bytes / 8 : bytes
      row(contestant.name, results[contestant.name] ?? [], size, base)
    }
    let missing = Contestant.all.filter { !$0.isInstalled }.map(\.name)
    if !missing.isEmpty { print("\nNot installed here: \(missing.joined(separator: ", ")).") }
  }

  private func write(_ bytes: Int, to path: String) throws {
    var shape = settings.export
    var output = OutputWriter(try FileDescriptor(writing: path))
    try shape.write(bytes, to: &output)
  }

  private func row(_ name: String, _ runs: [Measurement], _ bytes: Int, _ base: Double) {
    guard runs.count > 1, bytes > 0 else { return print("| \(name) | failed | | | |") }
    let seconds = perGigabyte(runs, bytes)
    let cpu = median(runs.dropFirst().map(\.cpuSeconds)) * 1e9 / Double(bytes)
    let memory = median(runs.dropFirst().map(\.peakMemory))
    print(
      "| \(name) | \(rounded(1000 / seconds, 0)) | \(rounded(seconds / base, 2)) "
        + "| \(rounded(cpu, 2)) | \(rounded(memory, 0)) |")
  }

  private func perGigabyte(_ runs: [Measurement], _ bytes: Int) -> Double {
    median(runs.dropFirst().map(\.seconds)) * 1e9 / Double(bytes)
  }

  private func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count / 2]
  }

  private func rounded(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "?" }
    let scale = digits == 0 ? 1 : 100
    let scaled = Int((value * Double(scale)).rounded())
    return digits == 0
      ? "\(scaled)" : "\(scaled / scale).\(String(scaled % scale + scale).dropFirst())"
  }
}
