extension String {
  /// The text with control and format characters written out, so that it can steer no terminal.
  package func visible(keepingLines keepsLines: Bool = false) -> String {
    func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "\n" ? keepsLines : !scalar.steersTerminals && FileName.byte(scalar) == nil
    }
    guard !unicodeScalars.allSatisfy(isHarmless) else { return self }
    return unicodeScalars.reduce(into: "") { visible, scalar in
      if isHarmless(scalar) {
        visible.unicodeScalars.append(scalar)
      } else if let byte = FileName.byte(scalar) {
        visible += "\\x\(String(byte, radix: 16, uppercase: true))"
      } else {
        visible += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  /// How many columns the text takes on a terminal.
  package var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

  /// The text, cut with an ellipsis if it takes more columns than there are.
  package func cut(to limit: Int) -> String {
    guard columns > limit else { return self }
    var cut = ""
    var width = 0
    for scalar in unicodeScalars {
      width += scalar.columns
      guard width < limit else { break }
      cut.unicodeScalars.append(scalar)
    }
    return cut + "…"
  }

  /// The text, filled up with blanks to so many columns.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }

  /// The text with blanks in front.
  package func aligned(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - columns)) + self
  }
}

extension Unicode.Scalar {
  /// Whether a terminal may act on the character, or show what follows elsewhere.
  package var steersTerminals: Bool {
    // Nearly all text; the general question is a slow one.
    if (0x20..<0x7F).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Columns on a terminal: none for marks, two for the wide letters of East Asia and emoji.
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
