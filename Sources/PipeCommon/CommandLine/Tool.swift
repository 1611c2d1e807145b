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

  /// The arguments as they came, which need not be UTF-8, behind the program's name.
  private static var arguments: [String]? {
    let all = (0..<Int(CommandLine.argc)).compactMap { place in
      unsafe CommandLine.unsafeArgv[place].map { unsafe FileName.text(system: $0) }
    }
    guard let program = all.first, !program.isEmpty else { return nil }
    return Array(all.dropFirst())
  }

  private static func settings<Settings: ToolSettings>(_ type: Settings.Type) -> Settings {
    let table = Settings.table
    guard let arguments else {
      refuse(table.tool, UsageError("started without the name that every program is given first"))
    }
    let request: Request<Settings>
    do throws(UsageError) {
      request = try table.parse(arguments)
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

  /// Opens whatever will be written and read, so that nothing is found wrong after hours of work.
  private static func inputs<Settings: ToolSettings>(
    _ settings: Settings, _ run: ToolRun
  ) -> InputFiles {
    let tool = Settings.table.tool
    var failure: IOError?
    var operands = settings.operands.isEmpty ? ["-"] : settings.operands
    do throws(IOError) {
      try run.openOutputs()
      operands = try Folder.expand(operands)
    } catch {
      failure = error
    }
    let mistake: UsageError
    do throws(UsageError) {
      try FileUses(settings, reading: operands).check()
      // Only now: the closing count may go over none of the files.
      if let failure {
        run.discardRejects()
        end(run.finish(run.exitCode(of: failure)))
      }
      do throws(InputProblem) {
        return try InputFiles(operands, unpacks: settings.common.unpacks)
      } catch {
        switch error {
        case .unreadable(let error):
          run.discardRejects()
          end(run.finish(run.exitCode(of: error)))
        case .repeated(let name):
          throw UsageError("\(name) is given twice, and can be read only once")
        case .foreign(let name, let path, let format):
          let way = format.package == nil ? "put in front" : "give -z, or put in front"
          throw UsageError(
            "\(name) is \(format.name); \(way): \(format.command(for: path)) | \(tool) …")
        case .foreignInside(let name, let format):
          throw UsageError(
            "\(name), once unpacked, is \(format.name); unpack it, and put in front: "
              + "\(format.command(for: nil)) | \(tool) …")
        }
      }
    } catch {
      mistake = error
    }
    run.discardOutputs()
    refuse(tool, mistake)
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
    // A file that an option names may be a pipe that nobody wrote to.
    if let signal = Signals.received { end(.signal(signal)) }
    Diagnostics(tool: tool).fatal("\(error)\nTry '\(tool) --help'.")
    exit(ExitCode.usage.status)
  }
}
