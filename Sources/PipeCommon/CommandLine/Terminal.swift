/// What there is to know about the terminal at the other end of a stream.
package enum Terminal {
  /// How wide it is; what it says itself, else `COLUMNS`, else 80.
  package static func columns(of stream: borrowing FileDescriptor) -> Int {
    if let columns = stream.columns, columns > 0 { return columns }
    let variable = Environment.value("COLUMNS").flatMap { Int($0) }
    return variable.map { max(20, min($0, 1000)) } ?? 80
  }

  /// Whether colours and movements of the cursor are welcome: the stream is a terminal that knows
  /// them, and the user has not said `NO_COLOR`.
  package static func isColored(_ stream: borrowing FileDescriptor) -> Bool {
    stream.isTerminal && Environment.value("TERM") != "dumb"
      && Environment.value("NO_COLOR") ?? "" == ""
  }
}
