import PipeCommon

// A stand-in for mParticle's Events API on the loopback interface, for the demo and the tests.
//
//   EventsAPIStandIn --port-file FILE [--accepted FILE] [--requests FILE]
//                    [--answers 503,429:1,0,202] [--refuse TEXT] [--rate N] [--key K --secret S]

// A client that goes away is no reason to end; a signal is, at once.
signal(SIGPIPE, SIG_IGN)
do {
  let settings = try StandInSettings(CommandLine.arguments.dropFirst())
  let listener = try Listener()
  try StandInSettings.write("\(listener.port)\n", to: settings.portFile)
  listener.serve(with: try EventsAPI(settings))
} catch {
  Diagnostics(tool: "EventsAPIStandIn").fatal("\(error)")
  exit(2)
}
