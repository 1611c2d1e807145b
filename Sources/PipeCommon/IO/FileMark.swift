/// A regular file and how long it was: what a later run needs to find again what was added to it.
package struct FileMark: Equatable, Sendable {
  /// Which file it was, as text.
  package let file: String
  /// In bytes.
  package let length: Int

  package init(file: String, length: Int) {
    self.file = file
    self.length = length
  }

  /// - Returns: `nil` for what has no length, such as a pipe.
  package init?(_ identity: FileIdentity?) {
    guard let identity, identity.isRegular else { return nil }
    self.init(file: identity.text, length: identity.size)
  }
}
