import Synchronization

/// Lines for people, on standard error: `qfix: stdin:1234: byte 88: expected ',' or '}' …`.
///
/// After ten of one kind the rest is counted and named once at the end. What comes from the data
/// is shown with its control characters made visible, so that no record can steer a terminal.
package final class Diagnostics: Sendable {
  /// How many messages of a kind are said.
  package static let repeatLimit = 10

  private let tool: String
  private let isQuiet: Bool
  private let isColored: Bool
  /// More kinds than this are one: data must not fill the memory with its own words.
  private static let kindLimit = 1000
  private let counts = Mutex<[String: Int]>([:])
  /// What stands on the terminal's last line.
  private let progress = Mutex("")
  /// Whether standard error has failed; nobody is left to tell, and each further try may take time.
  private let isLost = Atomic(false)

  /// - Parameters:
  ///   - tool: its name, in front of each line.
  ///   - quiet: whether only what is fatal is said.
  package init(tool: String, quiet: Bool = false) {
    self.tool = tool
    isQuiet = quiet
    isColored = Terminal.isColored(.standardError)
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
    let text = text.visible(keepingLines: true)
    line(isColored ? "\u{1B}[31m\(text)\u{1B}[0m" : text)
  }

  /// Names what was counted instead of repeated.
  package func finish() {
    let counted = counts.withLock { $0 }
    for (kind, count) in counted.sorted(by: { $0.key < $1.key }) where count > Self.repeatLimit {
      note("\((count - Self.repeatLimit).grouped) more like this: \(kind.visible())")
    }
  }

  private func repeatable(_ kind: String, _ text: String) {
    let kind = generalized(kind)
    let seen = counts.withLock { counts in
      let kind = counts[kind] != nil || counts.count < Self.kindLimit ? kind : "something else"
      counts[kind, default: 0] += 1
      return counts[kind, default: 0]
    }
    if seen <= Self.repeatLimit { note(text.visible()) }
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

  /// Shows how far the work is, on the terminal's last line; the next line takes its place.
  package func show(progress text: String) {
    guard !isQuiet, isColored else { return }
    let text = "\(tool): \(text)".visible().cut(to: Terminal.columns(of: .standardError) - 1)
    progress.withLock { $0 = text }
    write("\r\u{1B}[K\(text)")
  }

  private func line(_ text: String) {
    let hasProgress = progress.withLock { progress in
      defer { progress = "" }
      return !progress.isEmpty
    }
    let clearing = hasProgress ? "\r\u{1B}[K" : ""
    write("\(clearing)\(tool): \(text)\n")
  }

  private func write(_ text: String) {
    guard !isLost.load(ordering: .relaxed) else { return }
    do throws(IOError) {
      try FileDescriptor.standardError.write(text.utf8.span)
    } catch {
      isLost.store(true, ordering: .relaxed)
    }
  }
}
