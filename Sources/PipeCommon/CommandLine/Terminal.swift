/// What there is to know about the terminal at the other end of a stream.
package enum Terminal {
  /// How wide it is; what it says itself, else `COLUMNS`, else 80.
  package static func columns(of stream: borrowing FileDescriptor) -> Int {
    if let columns = stream.columns, columns > 0 { return columns }
    let variable = Environment.value("COLUMNS").flatMap { Int($0) }
    return variable.map { max(20, min($0, 1000)) } ?? 80
  }

  /// Whether colours are welcome: the stream is a terminal, and `NO_COLOR` is not set.
  package static func isColored(_ stream: borrowing FileDescriptor) -> Bool {
    stream.isTerminal && Environment.value("NO_COLOR") == nil
  }
}
