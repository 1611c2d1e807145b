/// One operand, from the look at its first bytes until its end.
final class InputSource {
  /// What is read: a file, or what the system's command unpacks of it.
  final class OpenFile {
    let descriptor: FileDescriptor
    /// The command, if there is one.
    let unpacking: ChildProcess?

    init(_ descriptor: consuming FileDescriptor, from unpacking: ChildProcess? = nil) {
      self.descriptor = descriptor
      self.unpacking = unpacking
    }
  }

  let name: String
  private let identity: FileIdentity?
  /// What was read of a file that can be read only once; empty for a regular file.
  private(set) var firstBytes: [UInt8] = []
  /// Open from the start, but for regular files: thousands of them need not be open at a time.
  private(set) var file: OpenFile?
  /// What it is packed with, if it is to be unpacked.
  private var packing: ForeignFormat?

  private let isStandardInput: Bool
  /// From where on a regular file is read.
  var start = 0

  init(_ operand: String, unpacks: Bool) throws(InputProblem) {
    isStandardInput = operand == "-"
    do throws(IOError) {
      let file =
        isStandardInput ? FileDescriptor.standardInput : try FileDescriptor(reading: operand)
      name = file.name
      identity = file.identity
      if let identity, identity.isDirectory {
        throw IOError("read", name, code: EISDIR)
      }
      self.file = OpenFile(file)
      try look()
      if unpacks, let format = ForeignFormat.of(firstBytes), let package = format.package {
        guard ChildProcess.has(format.program) else {
          throw IOError(
            "unpack", name, code: ENOENT,
            reason: "there is no \(format.program); it is in the package \(package)")
        }
        packing = format
        if isRegular {
          // From its beginning, which is less work than to put back what the look has taken.
          firstBytes = []
          self.file = nil
          try reopen()
        } else {
          try unpack()
        }
        try look()
      }
    } catch {
      throw .unreadable(error)
    }
    if let format = ForeignFormat.of(firstBytes) {
      throw packing == nil
        ? .foreign(name: name, path: isStandardInput ? nil : operand, format)
        : .foreignInside(name: name, format)
    }
    if isRegular {
      firstBytes = []
      file = nil
    }
  }

  /// Whether it can be opened again.
  private var isRegular: Bool { !isStandardInput && identity?.isRegular == true }

  /// How many bytes there are to read, where that can be known.
  var size: Int? {
    guard packing == nil, let identity, identity.isRegular else { return nil }
    return identity.size
  }

  /// Whether an operand is this stream, whose bytes would come to one of the two only.
  func isSameStream(as operand: String) -> Bool {
    if isStandardInput, operand == "-" { return true }
    guard let identity, !identity.isRegular, !identity.isDevice else { return false }
    return identity
      == (operand == "-" ? FileDescriptor.standardInput.identity : FileIdentity(path: operand))
  }

  /// Reads first bytes until they tell what the file is: mostly one, for more may be long in coming.
  private func look() throws(IOError) {
    guard let file else { return }
    var buffer = ByteBuffer(capacity: ForeignFormat.look)
    while buffer.end < ForeignFormat.look, ForeignFormat.isUndecided(firstBytes) {
      guard try buffer.fill(from: file.descriptor, limit: ForeignFormat.look - buffer.end) > 0
      else { return try end() }
      firstBytes = Array(copying: buffer.bytes)
    }
  }

  /// Lets the command read on where the look has ended, behind the bytes that it has taken.
  private func unpack() throws(IOError) {
    guard let packing, let packed = file else { return }
    var words = packing.command.split(separator: " ").map(String.init)
    if !firstBytes.isEmpty {
      let bytes = firstBytes.map { "\\" + String($0, radix: 8) }.joined()
      words = ["sh", "-c", "{ printf '\(bytes)'; cat; } | \(packing.command)"]
    }
    var output: FileDescriptor?
    let input = try FileDescriptor(pipeTo: &output, name: name)
    let unpacking = try ChildProcess(words, reading: packed.descriptor, writing: input)
    if let output = output.take() { file = OpenFile(output, from: unpacking) }
    firstBytes = []
  }

  /// Opens a regular file whose turn has come.
  func reopen() throws(IOError) {
    guard file == nil else { return }
    let descriptor = try FileDescriptor(reading: name)
    if start > 0 { try descriptor.seek(to: start) }
    file = OpenFile(descriptor)
    try unpack()
  }

  /// What to do when everything was read: a command that failed has not unpacked all of it.
  func end() throws(IOError) {
    guard let unpacking = file?.unpacking, !unpacking.end() else { return }
    throw IOError("unpack", name, code: EIO, reason: "it is damaged, or was cut off")
  }

  /// Gives the file back to the system once it is read.
  func close() { file = nil }
}
