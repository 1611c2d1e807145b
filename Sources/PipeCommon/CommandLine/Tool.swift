/// The policy of every `main`: settings, inputs, the work, and how what happened becomes an exit
/// code. The only place that ends the process.
package enum Tool {
  /// Runs a tool.
  ///
  /// - Parameter work: does the job and fills in the summary; it is given the settings, and the
  ///   inputs, opened and looked at.
  package static func main<Settings: ToolSettings>(
    _ type: Settings.Type,
    _ work: (Settings, consuming InputFiles, ToolRun) throws(IOError) -> ExitCode
  ) -> Never {
    Signals.install()
    FileDescriptor.occupyStandardStreams()
    let settings = settings(type)
    let run = ToolRun(tool: Settings.table.tool, settings.common)
    let inputs = inputs(settings, run)
    var code: ExitCode
    do throws(IOError) {
      code = try work(settings, inputs, run)
    } catch {
      code = run.exitCode(of: error)
    }
    if let signal = Signals.received, code != .stopped { code = .signal(signal) }
    end(run.finish(code))
  }

  /// Ends the process; a signal's number is passed on by dying of it.
  private static func end(_ code: ExitCode) -> Never {
    if code.status > 128 { Signals.die(of: code.status - 128) }
    exit(code.status)
  }

  private static func settings<Settings: ToolSettings>(_ type: Settings.Type) -> Settings {
    let table = Settings.table
    let request: Request<Settings>
    do throws(UsageError) {
      request = try table.parse(Array(CommandLine.arguments.dropFirst()))
    } catch {
      refuse(table.tool, error)
    }
    switch request {
    case .print(let text): print(text, table.tool)
    case .run(let settings):
      if let answer = settings.answer {
        Diagnostics(tool: table.tool, quiet: settings.common.isQuiet).note(answer)
        exit(ExitCode.done.status)
      }
      if settings.operands.isEmpty, FileDescriptor.standardInput.isTerminal {
        try? FileDescriptor.standardError.write(table.shortHelp.utf8.span)
        exit(ExitCode.usage.status)
      }
      return settings
    }
  }

  private static func inputs<Settings: ToolSettings>(
    _ settings: Settings, _ run: ToolRun
  ) -> InputFiles {
    do throws(InputProblem) {
      let inputs = try InputFiles(settings.operands)
      refuseSameFile(settings.outputs, inputs, Settings.table.tool)
      return inputs
    } catch {
      switch error {
      case .unreadable(let error):
        let code = Signals.received.map { .signal($0) } ?? run.exitCode(of: error)
        end(run.finish(code))
      case .compressed(let name, let command):
        refuse(
          Settings.table.tool,
          UsageError(
            "\(name) is compressed; unpack it on the way: \(command) \(name == "stdin" ? "FILE" : name) | \(Settings.table.tool) …"
          ))
      }
    }
  }

  /// A file that is read, or is standard output, must not be written to as well.
  private static func refuseSameFile(
    _ outputs: [(option: String, path: String)], _ inputs: borrowing InputFiles, _ tool: String
  ) {
    for (place, (option, path)) in outputs.enumerated() {
      let identity = FileIdentity(path: path)
      for (other, otherPath) in outputs[..<place] {
        let isSame = identity.map { FileIdentity(path: otherPath) == $0 && !$0.isDevice } ?? false
        guard path != otherPath, !isSame else {
          refuse(tool, UsageError("\(other) and \(option) name the same file: \(path)"))
        }
      }
      guard let identity, !identity.isDevice else { continue }
      if inputs.contains(identity) {
        refuse(tool, UsageError("\(option) names a file that is also read: \(path)"))
      }
      if FileDescriptor.standardOutput.identity == identity {
        refuse(tool, UsageError("\(option) names the file that standard output goes to: \(path)"))
      }
    }
  }

  private static func print(_ text: String, _ tool: String) -> Never {
    do throws(IOError) {
      try FileDescriptor.standardOutput.write(text.utf8.span)
    } catch {
      if error.isClosedPipe { exit(ExitCode.done.status) }
      Diagnostics(tool: tool).fatal("\(error)")
      exit(ExitCode.stopped.status)
    }
    exit(ExitCode.done.status)
  }

  private static func refuse(_ tool: String, _ error: UsageError) -> Never {
    Diagnostics(tool: tool).fatal("\(error)\nTry '\(tool) --help'.")
    exit(ExitCode.usage.status)
  }
}
