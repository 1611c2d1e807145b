import Foundation
import TestSupport

/// A sender that is killed at random, and started again with the very same command, until a run ends
/// by itself, before a server to which everything happens that can happen to a server.
struct ChaosRun {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The part of requests that meet a misfortune.
  private static let misfortunes = 0.15

  let folder: URL
  private let seed: UInt64
  private let mostKills: Int
  /// How long the receipts were after each run.
  private(set) var receiptEnds: [Int] = []
  /// The exit status of the run that ended by itself; below zero, the signal that it died of.
  private(set) var status: Int32 = 0

  var kills: Int { receiptEnds.count - 1 }

  /// - Parameter mostKills: after so many, a run is let live.
  init(_ input: ChaosInput, in folder: URL, seed: UInt64, mostKills: Int) throws {
    self.folder = folder
    self.seed = seed
    self.mostKills = mostKills
    try Data(input.text).write(to: folder.appending(path: "input"))
  }

  func contents(_ file: String) -> [UInt8] {
    let data = try? Data(contentsOf: folder.appending(path: file))
    return data.map { [UInt8]($0) } ?? []
  }

  mutating func run() async throws {
    let server = try start(
      "exec EventsAPIStandIn --port-file port --accepted accepted --requests requests"
        + " --chaos \(Self.misfortunes):\(seed) 2> server-errors")
    // What a test starts inherits signals that are held back; this one cannot be.
    defer { kill(server.processIdentifier, SIGKILL) }
    let url = "http://127.0.0.1:\(try await port())/v2"
    var random = SeededGenerator(seed: seed)
    repeat {
      let sender = try start(
        "exec qsend --url \(url) --journal journal --rejects rejects --summary summary"
          + " --give-up-after 5m --timeout 5 --rate 1000000 < input >> receipts 2>> errors")
      let patience = Double.random(in: 0.2...3, using: &random)
      let isKilled = try await wait(
        for: sender, seconds: receiptEnds.count < mostKills ? patience : nil)
      receiptEnds.append(contents("receipts").count)
      guard !isKilled else { continue }
      let isCrash = sender.terminationReason == .uncaughtSignal
      status = isCrash ? -sender.terminationStatus : sender.terminationStatus
      return
    } while true
  }

  /// Waits for a process's end, or kills it when its time is over.
  ///
  /// - Returns: whether it was killed.
  private func wait(for process: Process, seconds: Double?) async throws -> Bool {
    let end = seconds.map { ContinuousClock.now + .seconds($0) }
    while process.isRunning {
      if let end, ContinuousClock.now > end {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
      }
      try await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  private func start(_ command: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = Shell.tools + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["MPARTICLE_API_KEY"] = "key"
    environment["MPARTICLE_API_SECRET"] = "secret"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func port() async throws -> String {
    for _ in 0..<1000 {
      let text = String(decoding: contents("port"), as: UTF8.self)
      if !text.isEmpty { return text.trimmingCharacters(in: .newlines) }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw Failure(
      description: "the stand-in takes no requests: "
        + String(decoding: contents("server-errors"), as: UTF8.self))
  }
}
