/// What there is to know about the terminal at the other end of a stream.
package enum Terminal {
  /// How wide it is; what it says itself, else `COLUMNS`, else 80.
  package static func columns(of stream: borrowing FileDescriptor) -> Int {
    if let columns = stream.columns, columns > 0 { return columns }
    let variable = Environment.value("COLUMNS").flatMap { Int($0) }
    return variable.map { max(20, min($0, 1000)) } ?? 80
  }

  /// Whether characters beyond ASCII are understood, as the locale says.
  package static var isUnicode: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(Environment.value)
      .first { !$0.isEmpty }
    let name = locale?.lowercased() ?? ""
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// Whether colours and movements of the cursor are welcome: the stream is a terminal that knows
  /// them, and the user has not said `NO_COLOR`.
  package static func isColored(_ stream: borrowing FileDescriptor) -> Bool {
    stream.isTerminal && Environment.value("TERM") != "dumb"
      && Environment.value("NO_COLOR") ?? "" == ""
  }
}
