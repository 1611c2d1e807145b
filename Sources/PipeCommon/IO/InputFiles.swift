/// The FILE operands, read in turn as one input; `-` is standard input.
///
/// Every file is opened, and its first bytes looked at, before anything is read, so that a wrong
/// name or a packed export is reported while nothing has been done yet.
package struct InputFiles: ~Copyable {
  private var waiting: ArraySlice<InputSource>
  private var current: InputSource?

  /// The name of the file being read, for messages.
  package var name: String { current?.name ?? "stdin" }
  /// How many bytes were read so far, all files together.
  package private(set) var bytesRead = 0

  /// Opens every operand and looks at its first bytes.
  ///
  /// - Parameter unpacks: whether packed files are unpacked on the way.
  /// - Throws: the first one that cannot be read, or read as text in UTF-8.
  package init(_ operands: [String], unpacks: Bool = false) throws(InputProblem) {
    var sources: [InputSource] = []
    var streams: [InputSource] = []
    for operand in operands {
      if streams.contains(where: { $0.isSameStream(as: operand) }) {
        throw .repeated(name: operand == "-" ? "stdin" : operand)
      }
      let source = try InputSource(operand, unpacks: unpacks)
      if source.file != nil { streams.append(source) }
      // What goes beyond all numbers is never read to its end.
      totalSize = totalSize.flatMap { total in
        source.size.map { total > .max - $0 ? .max : total + $0 }
      }
      sources.append(source)
    }
    waiting = sources[...]
  }

  /// Nothing to read.
  package init() { waiting = [] }

  /// Opens a regular file that is not packed, to be read from a place on.
  package init(_ path: String, from start: Int) throws(InputProblem) {
    try self.init([path])
    waiting.first?.start = start
  }

  /// How many bytes all files hold together; `nil` if one of them is no regular file,
  /// or packed.
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
    if count == 0 { try current?.end() }
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
  /// The same, inside a packed one.
  case foreignInside(name: String, ForeignFormat)
}
