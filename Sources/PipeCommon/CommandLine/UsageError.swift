/// A mistake on the command line or in a file it names: exit 2, before any byte is read.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  /// What was wrong, where, and what was expected.
  package let description: String

  package init(_ description: String) { self.description = description }

  /// A mistake shown where it stands, with a caret under the place.
  ///
  ///     --set: expected a name after '.'
  ///       .a..b
  ///          ^
  package init(_ reason: String, in text: String, at place: String.Index) {
    let before = String(text[..<place]).visible()
    let after = String(text[place...]).visible()
    let caret = String(repeating: " ", count: before.columns) + "^"
    description = "\(reason)\n  \(before)\(after)\n  \(caret)"
  }

  /// Whether it shows the place of the mistake already.
  package var showsPlace: Bool { description.contains("\n") }
}
