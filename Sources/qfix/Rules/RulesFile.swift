import PipeCommon

/// `--rules FILE`: operations as an array of one-member objects that are named like the options.
///
///     [{"on": "custom_event:Incorrect*"}, {"set": {".user_attributes.plan": "gold"}}]
///
/// They stand in the order of the command line where the option stands; an `on` in the file ends
/// with it.
struct RulesFile {
  private let name: String
  private let bytes: [UInt8]
  private let json: JSONText

  init(_ path: String) throws(UsageError) {
    name = path
    bytes = try Self.contents(path, "--rules")
    json = try Self.json(bytes, path)
  }

  /// Adds what the file says to the options.
  ///
  /// - Throws: what is wrong, with its rule and line.
  func apply(to options: inout Options) throws(UsageError) {
    let view = json.view
    guard view.kind(view.root) == .array else {
      throw error("expected an array of rules such as [{\"unset\": \".ip\"}]", at: view.root)
    }
    var number = 0
    var next = view.firstElement(view.root)
    while let rule = next {
      number += 1
      try apply(rule, number, view, to: &options)
      next = view.element(after: rule)
    }
  }

  private func apply(
    _ rule: JSONNode, _ number: Int, _ view: JSONView, to options: inout Options
  ) throws(UsageError) {
    guard view.kind(rule) == .object, let member = view.firstMember(rule),
      view.member(after: member) == nil
    else {
      throw error(
        "rule \(number): expected an object with one member, such as {\"unset\": \".ip\"}", at: rule
      )
    }
    let key = String(decoding: view.decoded(member.key), as: UTF8.self)
    do throws(UsageError) {
      try options.apply(rule: key, member.value, view)
    } catch {
      let isAboutKey = !Options.ruleNames.contains(key)
      throw self.error(
        "rule \(number): \(error)", at: isAboutKey ? member.key : member.value,
        showsPlace: error.showsPlace)
    }
  }

  private func error(
    _ reason: String, at node: JSONNode, showsPlace: Bool = false
  ) -> UsageError {
    Self.error(reason, bytes, at: json.view.start(node), name, showsPlace: showsPlace)
  }
}

// MARK: Files that options name

extension RulesFile {
  /// The bytes of a file that an option names.
  static func contents(_ path: String, _ option: String) throws(UsageError) -> [UInt8] {
    do throws(IOError) {
      return try FileContents.read(path)
    } catch {
      throw UsageError("\(option): \(error)")
    }
  }

  /// The JSON text in a file.
  ///
  /// - Throws: what is wrong with it, and where.
  static func json(_ bytes: [UInt8], _ name: String) throws(UsageError) -> JSONText {
    do throws(JSONFault) {
      return try JSONText(bytes.span)
    } catch {
      throw self.error("\(error.reason)", bytes, at: min(error.offset, bytes.count), name)
    }
  }

  /// A mistake with its line, and the line itself with a caret.
  private static func error(
    _ reason: String, _ bytes: [UInt8], at offset: Int, _ name: String, showsPlace: Bool = false
  ) -> UsageError {
    let newline = UInt8(ascii: "\n")
    let line = bytes[..<offset].count { $0 == newline } + 1
    let message = "\(name):\(line): \(reason)"
    guard !showsPlace else { return UsageError(message) }
    let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    // Of a file on one line only the neighbourhood is shown.
    let before = String(decoding: bytes[start..<offset], as: UTF8.self)
      .replacing("\t", with: " ").suffix(60)
    let after = String(decoding: bytes[offset..<end], as: UTF8.self).prefix(60)
      .replacing("\r", with: "")
    return UsageError(message, in: String(before) + after, at: String(before).endIndex)
  }
}
