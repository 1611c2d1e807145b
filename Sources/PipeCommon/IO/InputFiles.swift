/// The FILE operands, read in turn as one input; `-`, and no operand at all, are standard input.
///
/// Every file is opened, and its first bytes looked at, before anything is read, so that a wrong
/// name or a packed export is reported while nothing has been done yet.
package struct InputFiles: ~Copyable {
  private var waiting: ArraySlice<Source>
  private var current: Source?

  /// The name of the file being read, for messages.
  package var name: String { current?.name ?? "stdin" }
  /// How many bytes were read so far, all files together.
  package private(set) var bytesRead = 0

  /// Opens every operand and looks at its first bytes.
  ///
  /// - Throws: the first one that cannot be read, or read as text in UTF-8.
  package init(_ operands: [String]) throws(InputProblem) {
    var sources: [Source] = []
    var streams: [Source] = []
    for operand in operands.isEmpty ? ["-"] : operands {
      if streams.contains(where: { $0.isSameStream(as: operand) }) {
        throw .repeated(name: operand == "-" ? "stdin" : operand)
      }
      let source = try Source(operand)
      if source.file != nil { streams.append(source) }
      let size = source.identity.flatMap { $0.isRegular ? $0.size : nil }
      // What goes beyond all numbers is never read to its end.
      totalSize = totalSize.flatMap { total in
        size.map { total > .max - $0 ? .max : total + $0 }
      }
      sources.append(source)
    }
    waiting = sources[...]
  }

  /// How many bytes all files hold together; `nil` if one of them is no regular file.
  package private(set) var totalSize: Int? = 0

  /// Whether no file follows the current one.
  package var isLast: Bool { waiting.isEmpty }

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
  /// What can be read only once was named twice.
  case repeated(name: String)
  /// Something else than text in UTF-8; the path is `nil` for standard input.
  case foreign(name: String, path: String?, ForeignFormat)
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

  private let isStandardInput: Bool

  init(_ operand: String) throws(InputProblem) {
    isStandardInput = operand == "-"
    do throws(IOError) {
      let file = OpenFile(
        isStandardInput ? FileDescriptor.standardInput : try FileDescriptor(reading: operand))
      name = file.descriptor.name
      identity = file.descriptor.identity
      if let identity, identity.isDirectory {
        throw IOError("read", name, code: EISDIR)
      }
      self.file = file
      try look()
    } catch {
      throw .unreadable(error)
    }
    if let format = ForeignFormat.of(firstBytes) {
      throw .foreign(name: name, path: isStandardInput ? nil : operand, format)
    }
    if !isStandardInput, let identity, identity.isRegular {
      firstBytes = []
      file = nil
    }
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
    while buffer.end < ForeignFormat.look, ForeignFormat.isUndecided(firstBytes),
      try buffer.fill(from: file.descriptor, limit: ForeignFormat.look - buffer.end) > 0
    {
      firstBytes = Array(copying: buffer.bytes)
    }
  }

  /// Opens a regular file whose turn has come.
  func reopen() throws(IOError) {
    if file == nil { file = OpenFile(try FileDescriptor(reading: name)) }
  }

  /// Gives the file back to the system once it is read.
  func close() { file = nil }
}
