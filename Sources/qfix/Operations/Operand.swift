import PipeCommon

/// What stands behind the `=` of an operation, or as a value in a rules file.
struct Operand {
  private enum Source {
    /// On the command line, where a text that is no JSON is a string.
    case argument(String)
    /// In a rules file: compact JSON text.
    case json([UInt8])
  }

  /// The option it belongs to, for messages.
  let option: String
  private let source: Source

  init(argument: String, option: String) {
    self.option = option
    source = .argument(argument)
  }

  init(_ node: JSONNode, of view: JSONView, option: String) {
    self.option = option
    var text: [UInt8] = []
    view.append(view.range(node), to: &text)
    source = .json(text)
  }

  /// As the command line spells it.
  var label: String {
    switch source {
    case .argument(let text): text
    case .json(let text): String(decoding: text, as: UTF8.self)
    }
  }

  /// The value as compact JSON text.
  ///
  /// What begins like JSON but is none is a mistake, not a string.
  func json() throws(UsageError) -> [UInt8] {
    guard case .argument(let argument) = source else {
      guard case .json(let text) = source else { return [] }
      return text
    }
    do throws(JSONFault) {
      let json = try JSONText(argument)
      var text: [UInt8] = []
      json.view.append(json.view.range(json.view.root), to: &text)
      return text
    } catch {
      let first = argument.unicodeScalars.first { !" \t\r\n".unicodeScalars.contains($0) }
      guard let first, "{[\"".unicodeScalars.contains(first) else {
        return JSONString.encode(argument)
      }
      let reason = error.reason == .endOfInput ? "it is cut short" : "\(error.reason)"
      let bytes = argument.utf8
      throw UsageError(
        "\(option): no JSON value, \(reason)", in: argument,
        at: bytes.index(bytes.startIndex, offsetBy: min(error.offset, bytes.count)))
    }
  }

  /// The value as a text.
  ///
  /// - Parameter form: what is expected, for the message.
  func text(_ form: String) throws(UsageError) -> String {
    switch source {
    case .argument(let text): return text
    case .json(let bytes):
      guard let json = try? JSONText(bytes.span), json.view.kind(json.view.root) == .string else {
        throw UsageError("\(option) takes \(form) as a string")
      }
      let decoded = json.view.decoded(json.view.root)
      return String(decoding: decoded, as: UTF8.self)
    }
  }

  /// The value if it is an object that stands in a rules file itself.
  var object: [UInt8]? {
    guard case .json(let bytes) = source, bytes.first == UInt8(ascii: "{") else { return nil }
    return bytes
  }
}
