/// The FILE operands, read in turn as one input; `-`, and no operand at all, are standard input.
///
/// Every file is opened, and its first bytes looked at, before anything is read, so that a wrong
/// name or a compressed export is reported while nothing has been done yet.
package struct InputFiles: ~Copyable {
  private var waiting: ArraySlice<Source>
  private var current: Source?

  /// The name of the file being read, for messages.
  package var name: String { current?.name ?? "stdin" }
  /// How many bytes were read so far, all files together.
  package private(set) var bytesRead = 0

  /// Opens every operand and looks at its first bytes.
  ///
  /// - Throws: the first one that cannot be read, or is compressed.
  package init(_ operands: [String]) throws(InputProblem) {
    var sources: [Source] = []
    for operand in operands.isEmpty ? ["-"] : operands {
      let source = try Source(operand)
      let size = source.identity.flatMap { $0.isRegular ? $0.size : nil }
      totalSize = totalSize.flatMap { total in size.map { total + $0 } }
      sources.append(source)
    }
    waiting = sources[...]
  }

  /// How many bytes all files hold together; `nil` if one of them is no regular file.
  package private(set) var totalSize: Int? = 0

  /// Whether no file follows the current one.
  package var isLast: Bool { waiting.isEmpty }

  /// Whether one of the inputs is the file with this identity.
  package func contains(_ identity: FileIdentity) -> Bool {
    waiting.contains { $0.identity == identity }
  }

  /// Goes on to the next file, which gives the buffer the bytes already looked at.
  ///
  /// - Returns: `false` if there is none.
  package mutating func openNext(into buffer: inout ByteBuffer) throws(IOError) -> Bool {
    // The list may keep a file that has been read; it must not stay open for that.
    current?.close()
    current = nil
    guard let source = waiting.popFirst() else { return false }
    try source.reopen()
    current = source
    buffer.append(source.firstBytes.span)
    bytesRead += source.firstBytes.count
    return true
  }

  /// Whether `fill` would return at once, waiting for that at most so long.
  package func isReadable(within milliseconds: Int32) -> Bool {
    current?.file?.descriptor.isReadable(within: milliseconds) ?? true
  }

  /// Reads on in the current file, at most `limit` bytes; 0 at its end.
  package mutating func fill(
    _ buffer: inout ByteBuffer, limit: Int = .max
  ) throws(IOError) -> Int {
    guard let file = current?.file else { return 0 }
    let count = try buffer.fill(from: file.descriptor, limit: limit)
    bytesRead += count
    return count
  }
}

/// Why an input was refused before anything was read.
package enum InputProblem: Error {
  case unreadable(IOError)
  /// A compressed file, and the command that unpacks it.
  case compressed(name: String, command: String)
}

/// One operand, from the look at its first bytes until its end.
private final class Source {
  final class OpenFile {
    let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
  }

  let name: String
  let identity: FileIdentity?
  /// What was read of a file that can be read only once; empty for a regular file.
  private(set) var firstBytes: [UInt8] = []
  /// Open from the start, but for regular files: thousands of them need not be open at a time.
  private(set) var file: OpenFile?

  init(_ operand: String) throws(InputProblem) {
    do throws(IOError) {
      let file = OpenFile(
        operand == "-" ? FileDescriptor.standardInput : try FileDescriptor(reading: operand))
      name = file.descriptor.name
      identity = file.descriptor.identity
      if let identity, identity.isDirectory {
        throw IOError("read", name, code: EISDIR)
      }
      var look = ByteBuffer(capacity: 4)
      while look.end < 4, try look.fill(from: file.descriptor, limit: 4 - look.end) > 0 {}
      firstBytes.append(contentsOf: look.bytes)
      self.file = file
    } catch {
      throw .unreadable(error)
    }
    try refuseCompressed()
    if operand != "-", let identity, identity.isRegular {
      firstBytes = []
      file = nil
    }
  }

  /// Opens a regular file whose turn has come.
  func reopen() throws(IOError) {
    if file == nil { file = OpenFile(try FileDescriptor(reading: name)) }
  }

  /// Gives the file back to the system once it is read.
  func close() { file = nil }

  private func refuseCompressed() throws(InputProblem) {
    if firstBytes.starts(with: [0x1F, 0x8B]) {
      throw .compressed(name: name, command: "gzip -dc")
    }
    if firstBytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      throw .compressed(name: name, command: "zstd -dc")
    }
  }
}
