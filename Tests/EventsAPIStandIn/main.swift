import PipeCommon

// A stand-in for mParticle's Events API on the loopback interface, for the demo and the tests.
//
//   EventsAPIStandIn --port-file FILE [--accepted FILE] [--requests FILE] [--trace FILE]
//                    [--answers 503,429:1,0,202] [--refuse TEXT] [--key K --secret S]
//                    [--rate N] [--rate-schedule 10:135,20:270] [--window SECONDS]
//                    [--acceleration N] [--retry-after] [--think MS] [--chaos P[:SEED]]

// A client that goes away is no reason to end; a signal is, at once.
signal(SIGPIPE, SIG_IGN)
let diagnostics = Diagnostics(tool: "EventsAPIStandIn")
do {
  let settings = try StandInSettings(CommandLine.arguments.dropFirst())
  let api = try EventsAPI(settings)
  let listener = try Listener()
  if let chaos = settings.chaos { diagnostics.note("chaos with seed \(chaos.seed)") }
  try StandInSettings.write("\(listener.port)\n", to: settings.portFile)
  listener.serve(with: api)
} catch {
  diagnostics.fatal("\(error)")
  exit(2)
}
