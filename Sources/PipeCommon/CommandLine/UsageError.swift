/// A mistake on the command line or in a file it names: exit 2, before any byte is read.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
