import PipeCommon

// Times the tools, and whatever comparable programs this machine has, on an export made for it.
// `scripts/bench --help` says what can be chosen.

do {
  guard let settings = try BenchSettings(CommandLine.arguments.dropFirst()) else {
    print(BenchSettings.help)
    exit(0)
  }
  try Bench(settings).run()
} catch {
  Diagnostics(tool: "bench").fatal("\(error)")
  exit(2)
}
