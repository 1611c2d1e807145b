extension String {
  /// The text as HTML shows it, in an element or between the quotes of an attribute: nothing of it is
  /// markup, and control characters, which no page may hold, are written out.
  var html: String {
    unicodeScalars.reduce(into: "") { html, scalar in
      switch scalar {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      default:
        if scalar.isUnfitForPages {
          html += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          html.unicodeScalars.append(scalar)
        }
      }
    }
  }
}

extension Unicode.Scalar {
  /// Control characters, what is no character, and what turns the text behind it around, by which one
  /// name can be made to look like another. Joiners, which scripts need, are none of these.
  fileprivate var isUnfitForPages: Bool {
    properties.generalCategory == .control || properties.isNoncharacterCodePoint
      || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
  }
}

/// A name from the data in a page: of any script, and whatever its direction, it turns nothing
/// around it.
func htmlName(_ name: [UInt8]?) -> String {
  let isName = name.map { !$0.isEmpty } ?? false
  return isName
    ? "<bdi>\(reportLabel(name).html)</bdi>" : "<span class=\"none\">\(reportLabel(name))</span>"
}
