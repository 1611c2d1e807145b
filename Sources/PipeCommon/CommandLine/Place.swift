/// Where a record stands: enough for a person to find it again.
package struct Place: Equatable, Sendable {
  /// The file's name as the user gave it, or `stdin`.
  package let file: String
  /// The line on which the record begins, from 1.
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}
