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
    let path = resolved(name)
    while true {
      if let identity = FileIdentity(path: path), !identity.isRegular {
        throw IOError("keep a journal in", name, code: identity.isDirectory ? EISDIR : EINVAL)
      }
      let descriptor = try FileDescriptor(updating: path)
      guard descriptor.lock() else { return nil }
      guard let identity = descriptor.identity, identity == FileIdentity(path: path) else {
        continue
      }
      return DurableFile(path, descriptor, try FileContents.read(path))
    }
  }

  /// The path without symbolic links: what they lead to is replaced, not they themselves.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private init(_ path: String, _ descriptor: consuming FileDescriptor, _ contents: [UInt8]) {
    self.path = path
    current = descriptor
    self.contents = contents
  }

  /// Puts other contents in the file's place: written, synced, renamed, and the folder synced.
  package mutating func replace(with bytes: [UInt8]) throws(IOError) {
    let new = try FileDescriptor(writing: path + ".new")
    _ = new.lock()
    if let mode = current.identity?.mode { new.setMode(mode) }
    try new.write(bytes.span)
    try new.synchronize()
    guard unsafe rename(path + ".new", path) == 0 else { throw IOError("replace", path) }
    current = new
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try FileDescriptor(reading: folder).synchronize()
  }
}
