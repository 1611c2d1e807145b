import Foundation

/// The shell, with the freshly built tools first in its path.
enum Shell {
  struct Outcome {
    var stdout = ""
    var stderr = ""
    var status = ""
  }

  /// Where the tools are: beside the tests.
  static let tools = Bundle.main.executableURL?.deletingLastPathComponent().path ?? "."

  /// The repository's root.
  static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func run(_ command: String, in folder: URL) async throws -> Outcome {
    let process = process(command, in: folder)
    // Files, not pipes: whatever a command leaves behind cannot keep them open for ever.
    let output = folder.deletingLastPathComponent()
    let stdout = try handle(output.appending(path: "stdout"))
    let stderr = try handle(output.appending(path: "stderr"))
    process.standardOutput = stdout
    process.standardError = stderr
    try await withCheckedThrowingContinuation { (exit: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in exit.resume() }
      do { try process.run() } catch { exit.resume(throwing: error) }
    }
    return Outcome(
      stdout: try text(output.appending(path: "stdout")),
      stderr: try text(output.appending(path: "stderr")),
      status: "\(process.terminationStatus)\n")
  }

  /// Starts a command that runs beside the test, with the credentials of the stand-in.
  static func start(_ command: String, in folder: URL) throws -> Process {
    let process = process(command, in: folder)
    process.environment?["MPARTICLE_API_KEY"] = "key"
    process.environment?["MPARTICLE_API_SECRET"] = "secret"
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func process(_ command: String, in folder: URL) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = tools + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["LC_ALL"] = "C"
    environment["PROJECT"] = link(beside: folder).path
    for name in ["MPARTICLE_API_KEY", "MPARTICLE_API_SECRET", "NO_COLOR", "COLUMNS"] {
      environment[name] = nil
    }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Where commands find the repository as `PROJECT`: it may be in a folder with a space.
  static func link(beside folder: URL) -> URL {
    folder.deletingLastPathComponent().appending(path: "the project")
  }

  /// Whether a command is installed.
  static func has(_ command: String) -> Bool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(command)")
    }
  }

  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func handle(_ file: URL) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    return try FileHandle(forWritingTo: file)
  }

  private static func text(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
