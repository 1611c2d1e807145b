import Synchronization

/// Lines for people, on standard error: `qfix: stdin:1234: byte 88: expected ',' or '}' …`.
///
/// After ten of one kind the rest is counted and named once at the end. What comes from the data
/// is shown with its control characters made visible, so that no record can steer a terminal.
package final class Diagnostics: Sendable {
  package static let repeatLimit = 10

  private let tool: String
  private let isQuiet: Bool
  private let isColored: Bool
  private let counts = Mutex<[(kind: String, count: Int)]>([])

  package init(tool: String, quiet: Bool = false) {
    self.tool = tool
    isQuiet = quiet
    let refusesColor = unsafe getenv("NO_COLOR") != nil
    isColored = FileDescriptor.standardError.isTerminal && !refusesColor
  }

  /// Reports a refused record. `byte` counts from 0 from the record's first byte.
  package func report(_ text: String, at place: Place, byte: Int? = nil) {
    let position = byte.map { " byte \($0 + 1):" } ?? ""
    repeatable(text, "\(place.file):\(place.line):\(position) \(text)")
  }

  /// Reports something that does not stop the work.
  package func warn(_ text: String) {
    repeatable(text, "warning: \(text)")
  }

  /// Says how the work went; silenced by `-q` like all that is not fatal.
  package func note(_ text: String) {
    if !isQuiet { line(text) }
  }

  /// Says why the work cannot go on; never silenced.
  package func fatal(_ text: String) {
    line(isColored ? "\u{1B}[31m\(visible(text))\u{1B}[0m" : visible(text))
  }

  /// Names what was counted instead of repeated.
  package func finish() {
    let counted = counts.withLock { $0 }
    for (kind, count) in counted where count > Self.repeatLimit {
      note("\(count - Self.repeatLimit) more like this: \(visible(kind))")
    }
  }

  private func repeatable(_ kind: String, _ text: String) {
    let seen = counts.withLock { counts in
      let place = counts.firstIndex { $0.kind == kind } ?? counts.endIndex
      if place == counts.endIndex { counts.append((kind, 0)) }
      counts[place].count += 1
      return counts[place].count
    }
    if seen <= Self.repeatLimit { note(visible(text)) }
  }

  private func line(_ text: String) {
    // Nobody is left to tell if standard error itself fails.
    try? FileDescriptor.standardError.write("\(tool): \(text)\n".utf8.span)
  }

  private func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return text }
    return text.unicodeScalars.reduce(into: "") { visible, scalar in
      if scalar.properties.generalCategory == .control, scalar != "\n" {
        visible += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
  }
}
