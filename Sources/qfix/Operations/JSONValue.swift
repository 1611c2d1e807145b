import PipeCommon

/// Values on the command line: JSON, or a plain text that is taken for a string.
enum JSONValue {
  /// The value as compact JSON text.
  ///
  /// What begins like JSON but is none is a mistake, not a string.
  static func text(_ argument: String, option: String) throws(UsageError) -> [UInt8] {
    do throws(JSONFault) {
      let json = try JSONText(argument)
      var text: [UInt8] = []
      json.view.append(json.view.range(json.view.root), to: &text)
      return text
    } catch {
      let first = argument.unicodeScalars.first { !" \t\r\n".unicodeScalars.contains($0) }
      if let first, "{[\"".unicodeScalars.contains(first) {
        let reason = error.reason == .endOfInput ? "it is cut short" : "\(error.reason)"
        throw UsageError(
          "\(option): no JSON value, \(reason) at byte \(error.offset + 1): \(argument)")
      }
      return JSONString.encode(argument)
    }
  }
}
