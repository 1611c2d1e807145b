/// The lines behind a place in a file.
enum LinesBehind {
  private static let piece = 1 << 16

  /// Reads on to the end.
  ///
  /// - Parameter body: is given each line without its end, and where that end is in the file.
  /// - Returns: the last line, if it has no end.
  static func read(
    _ file: borrowing FileDescriptor, from start: Int,
    _ body: (_ line: Span<UInt8>, _ end: Int) -> Void
  ) throws(IOError) -> [UInt8] {
    var line: [UInt8] = []
    var position = start
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      let count = try file.read(into: &buffer, at: position)
      guard count > 0 else { return line }
      var rest = buffer[..<count]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line += rest[..<end]
        body(line.span, position + end + 1)
        line.removeAll(keepingCapacity: true)
        rest = rest[(end + 1)...]
      }
      line += rest
      position += count
    }
  }
}
