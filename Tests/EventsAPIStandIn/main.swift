import PipeCommon

// A stand-in for mParticle's Events API on the loopback interface, for the demo and the tests.

// A client that goes away is no reason to end; a signal is, at once.
signal(SIGPIPE, SIG_IGN)
let diagnostics = Diagnostics(tool: "EventsAPIStandIn")
do {
  let settings = try StandInSettings(CommandLine.arguments.dropFirst())
  if settings.wantsHelp {
    print(StandInOption.help, terminator: "")
    exit(0)
  }
  let api = try EventsAPI(settings)
  let listener = try Listener()
  if let chaos = settings.chaos { diagnostics.note("chaos with seed \(chaos.seed)") }
  try listener.announce(in: settings.portFile)
  listener.serve(with: api)
} catch {
  diagnostics.fatal("\(error)")
  exit(2)
}
