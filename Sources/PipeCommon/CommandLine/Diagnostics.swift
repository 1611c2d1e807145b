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
  /// More kinds than this are one: data must not fill the memory with its own words.
  private static let kindLimit = 1000
  private let counts = Mutex<[String: Int]>([:])

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
    let text = visible(text, keepingLines: true)
    line(isColored ? "\u{1B}[31m\(text)\u{1B}[0m" : text)
  }

  /// Names what was counted instead of repeated.
  package func finish() {
    let counted = counts.withLock { $0 }
    for (kind, count) in counted.sorted(by: { $0.key < $1.key }) where count > Self.repeatLimit {
      note("\((count - Self.repeatLimit).grouped) more like this: \(visible(kind))")
    }
  }

  private func repeatable(_ kind: String, _ text: String) {
    let kind = generalized(kind)
    let seen = counts.withLock { counts in
      let kind = counts[kind] != nil || counts.count < Self.kindLimit ? kind : "something else"
      counts[kind, default: 0] += 1
      return counts[kind, default: 0]
    }
    if seen <= Self.repeatLimit { note(visible(text)) }
  }

  /// The text without its numbers, by which it is of one kind with others.
  private func generalized(_ text: String) -> String {
    var general = ""
    for scalar in text.unicodeScalars {
      if !("0"..."9" as ClosedRange<Unicode.Scalar>).contains(scalar) {
        general.unicodeScalars.append(scalar)
      } else if general.unicodeScalars.last != "#" {
        general.unicodeScalars.append("#")
      }
    }
    return general
  }

  private func line(_ text: String) {
    // Nobody is left to tell if standard error itself fails.
    try? FileDescriptor.standardError.write("\(tool): \(text)\n".utf8.span)
  }

  /// The text with control and format characters written out, so that it can do nothing.
  private func visible(_ text: String, keepingLines keepsLines: Bool = false) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .control: keepsLines && scalar == "\n"
      case .format, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    return text.unicodeScalars.reduce(into: "") { visible, scalar in
      if isHarmless(scalar) {
        visible.unicodeScalars.append(scalar)
      } else {
        visible += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }
}
