/// A small file that is replaced as a whole and survives a power cut at any instant, held by one
/// process at a time.
///
/// The lock is on the file that the path names: a new one is locked before it takes the old one's
/// place, and who waited for the old one finds that the path names another.
package struct DurableFile: ~Copyable {
  private let path: String
  private var current: FileDescriptor
  /// What the file held when it was opened; empty if there was none.
  package let contents: [UInt8]

  /// Opens the file, making it if there is none, and locks it.
  ///
  /// - Returns: `nil` if another process holds it.
  /// - Throws: also if the path names no regular file, which must not be replaced by one.
  package static func open(_ name: String) throws(IOError) -> DurableFile? {
    while true {
      if let identity = FileIdentity(path: name), !identity.isRegular {
        throw IOError("keep a journal in", name, code: identity.isDirectory ? EISDIR : EINVAL)
      }
      let descriptor = try FileDescriptor(updating: name)
      guard try descriptor.lock() else { return nil }
      // What links lead to is replaced, not they themselves; by now there is something at their end.
      let path = FileName.resolved(name)
      guard let identity = descriptor.identity, identity == FileIdentity(path: path) else {
        continue
      }
      return DurableFile(path, descriptor, try FileContents.read(path))
    }
  }

  /// The file in which the next contents are made ready, beside the one at a path.
  package static func successor(of path: String) -> String { FileName.resolved(path) + ".new" }

  private init(_ path: String, _ descriptor: consuming FileDescriptor, _ contents: [UInt8]) {
    self.path = path
    current = descriptor
    self.contents = contents
  }

  /// Puts other contents in the file's place: written, synced, renamed, and the folder synced.
  package mutating func replace(with bytes: [UInt8]) throws(IOError) {
    let successor = Self.successor(of: path)
    // What a run that was killed has left there.
    _ = unsafe unlink(FileName.system(successor))
    let new = try FileDescriptor(creating: successor)
    _ = try new.lock()
    if let mode = current.identity?.mode { new.setMode(mode) }
    try new.write(bytes.span)
    try new.synchronize()
    guard unsafe rename(FileName.system(successor), FileName.system(path)) == 0 else {
      throw IOError("replace", path)
    }
    current = new
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try FileDescriptor(reading: folder).synchronize()
  }
}
