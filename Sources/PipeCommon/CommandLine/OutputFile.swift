/// A file that an option names to be written, opened before the work and touched only by it.
struct OutputFile: ~Copyable {
  let descriptor: FileDescriptor
  private let path: String
  private let isNew: Bool

  /// Opens a file that is added to, made if missing.
  init(appending path: String) throws(IOError) {
    isNew = FileIdentity(path: path) == nil
    descriptor = try FileDescriptor(appending: path)
    self.path = path
  }

  /// Opens a file whose contents `replace` will change, made if missing.
  init(replacing path: String) throws(IOError) {
    isNew = FileIdentity(path: path) == nil
    descriptor = try FileDescriptor(replacing: path)
    self.path = path
  }

  /// Puts other contents in the file's place; to what is no file, or a log of others, adds them.
  func replace(with text: String) throws(IOError) {
    if descriptor.isOwnFile { try descriptor.truncate(to: 0) }
    try descriptor.write(text.utf8.span)
  }

  /// Takes away a file that was made for a run that will not be.
  func discard() {
    guard isNew, let identity = descriptor.identity, identity.isRegular, identity.size == 0 else {
      return
    }
    FileName.remove(path)
  }

  /// Gives the open file to who writes it.
  consuming func take() -> FileDescriptor { descriptor }
}
