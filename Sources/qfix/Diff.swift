import PipeCommon

/// `--diff`: what became of each record that was changed, in the spelling of paths.
///
///     @@ export.txt:12  mpid 7346244611012968789  batch_id -5158959812941698316
///     - .events[0].data.event_name: "Incorect Name"
///     + .events[0].data.event_name: "Correct Name"
struct Diff {
  private static let red = "\u{1B}[31m"
  private static let green = "\u{1B}[32m"
  private static let plain = "\u{1B}[0m"

  private let isColored = Terminal.isColored(.standardOutput)
  private let isForTerminal = FileDescriptor.standardOutput.isTerminal

  /// Appends the record's lines; none if nothing was changed.
  func append(
    _ document: borrowing Document, isKept: Bool, _ outline: BatchOutline, _ view: JSONView,
    _ place: Place, to text: inout [UInt8]
  ) {
    guard document.isChanged else { return }
    var header = "@@ \(place.file):\(place.line)"
    for (name, node) in [("mpid", outline.mpid), ("batch_id", outline.batchID)] {
      if let id = view.idText(node) { header += "  \(name) \(String(decoding: id, as: UTF8.self))" }
    }
    let start = text.count
    text += Array("\(header.visible())\n".utf8)
    guard isKept else {
      let whole = "the whole batch: no event is left, and nothing that was blocked"
      return line("-", ".", Array(whole.utf8), to: &text)
    }
    let headerEnd = text.count
    document.forEachChange { change in
      if let old = change.old { line("-", change.oldPath, old, to: &text) }
      if let new = change.new { line("+", change.newPath, new, to: &text) }
    }
    // What was changed and changed back is as it was.
    if text.count == headerEnd { text.removeLast(text.count - start) }
  }

  private func line(_ sign: String, _ path: String, _ value: [UInt8], to text: inout [UInt8]) {
    // Doubling would take the room three times.
    if value.count > 1 << 16 { text.reserveCapacity(text.count + value.count + 1024) }
    if isColored { text += (sign == "-" ? Self.red : Self.green).utf8 }
    let place = "\(sign) \(path): "
    if isForTerminal {
      text += (place + String(decoding: value, as: UTF8.self)).visible().utf8
    } else {
      text += place.utf8
      text += value
    }
    if isColored { text += Self.plain.utf8 }
    text.append(UInt8(ascii: "\n"))
  }
}

/// A value that is there before, after, or both.
struct DocumentChange {
  let oldPath: String
  let old: [UInt8]?
  let newPath: String
  let new: [UInt8]?
}

extension JSONPath {
  /// A member's place below another, as jq spells it.
  static func spelling(of key: [UInt8], below path: String) -> String {
    let isPlain =
      !key.isEmpty && (key[0] &- UInt8(ascii: "0") >= 10)
      && key.allSatisfy { byte in
        byte | 0x20 &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      }
    let parent = path == "." ? "" : path
    if isPlain { return "\(parent).\(String(decoding: key, as: UTF8.self))" }
    let quoted = String(decoding: JSONString.encode(key.span), as: UTF8.self)
    return "\(parent.isEmpty ? "." : parent)[\(quoted)]"
  }
}
