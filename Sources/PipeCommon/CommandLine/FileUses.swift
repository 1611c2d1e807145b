/// Every file that a run reads or writes, by what it is and not by what it is called.
///
/// None may have two uses: what is read while it is written to has no end, and of what two write
/// neither remains. All of them are there by the time this is asked, so that two names of a file that
/// was to be made are no exception. A device such as `/dev/null` is no file.
struct FileUses {
  private struct File {
    /// What its use is called, as it reads in a sentence.
    let use: String
    let path: String
    let identity: FileIdentity

    init?(_ use: String, _ path: String, _ identity: FileIdentity?) {
      guard let identity, !identity.isDevice else { return nil }
      (self.use, self.path, self.identity) = (use, path, identity)
    }

    func isSame(as other: File) -> Bool { identity == other.identity }

    /// Whether it is the closing count behind the last message, through the same opening of the log.
    var endsDiagnostics: Bool { use == "--summary" && FileDescriptor.number(in: path) == 2 }
  }

  private let streams: [File]
  private let operands: [File]
  private let named: [File]
  private let outputs: [File]

  /// - Parameter inputs: the operands, or the files that they stand for.
  init(_ settings: some ToolSettings, reading inputs: [String]) {
    streams = [
      File("standard output", "", FileDescriptor.standardOutput.identity),
      File("standard error", "", FileDescriptor.standardError.identity),
    ].compactMap { $0 }
    operands = inputs.compactMap { path in
      path == "-"
        ? File("standard input", "", FileDescriptor.standardInput.identity)
        : File("", path, FileIdentity(path: path))
    }
    let written = settings.outputs
    named = settings.common.namedFiles.compactMap { option, path in
      written.contains { $0.option == option }
        ? nil : File(option, path, FileIdentity(path: path))
    }
    outputs = written.compactMap { File($0.option, $0.path, FileIdentity(path: $0.path)) }
  }

  /// Refuses a file that has two uses.
  func check() throws(UsageError) {
    for (place, output) in outputs.enumerated() {
      if let other = outputs[..<place].first(where: output.isSame(as:)) {
        throw UsageError("\(other.use) and \(output.use) name the same file: \(output.path)")
      }
      if operands.contains(where: output.isSame(as:)) {
        throw UsageError("\(output.use) names a file that is also read: \(output.path)")
      }
      if let other = named.first(where: output.isSame(as:)) {
        throw UsageError("\(output.use) names the file of \(other.use): \(output.path)")
      }
      if let stream = streams.first(where: output.isSame(as:)), !output.endsDiagnostics {
        throw UsageError(
          "\(output.use) names the file that \(stream.use) goes to: \(output.path)")
      }
    }
    // A socket is read and written by right.
    for stream in streams where stream.identity.isRegular {
      if let input = (operands + named).first(where: stream.isSame(as:)) {
        throw UsageError(
          "\(stream.use) goes to a file that is also read: "
            + "\(input.path.isEmpty ? input.use : input.path); write to another one")
      }
    }
  }
}
