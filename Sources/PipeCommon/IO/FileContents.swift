/// A small file read as a whole: rules, tables, plans, credentials.
package enum FileContents {
  /// No plan is that large; what is larger is a mistake, such as an export.
  private static let limit = 256 << 20

  /// The file's bytes, less a byte order mark.
  package static func read(_ path: String) throws(IOError) -> [UInt8] {
    let descriptor = try FileDescriptor(reading: path)
    var buffer = ByteBuffer(capacity: 1 << 16)
    while try buffer.fill(from: descriptor, limit: 1 << 20) > 0 {
      guard buffer.end <= limit else { throw IOError("read", path, code: EFBIG) }
    }
    let bytes = Array(copying: buffer.bytes)
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }
}
