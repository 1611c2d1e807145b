import PipeCommon

/// `--rules FILE`: operations as an array of objects whose members are named like the options.
///
///     [{"on": "custom_event:Incorrect*", "set": {".user_attributes.plan": "gold"}},
///      {"set-plan": "main@2"}]
///
/// They stand in the order of the command line where the option stands. An `on` is for its object.
struct RulesFile {
  private let name: String
  private let bytes: [UInt8]
  private let json: JSONText

  init(_ path: String) throws(UsageError) {
    try self.init(try Self.contents(path, "--rules"), path)
  }

  /// - Parameter name: what the text is called in messages.
  init(_ text: [UInt8], _ name: String) throws(UsageError) {
    self.name = name
    bytes = text
    json = try Self.json(bytes, name)
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
    var (line, counted) = (1, 0)
    var next = view.firstElement(view.root)
    while let rule = next {
      number += 1
      let start = view.start(rule)
      line += bytes[counted..<start].count { $0 == UInt8(ascii: "\n") }
      counted = start
      options.origin = "\(name):\(line): rule \(number): "
      try apply(rule, number, view, to: &options)
      next = view.element(after: rule)
    }
    options.origin = ""
  }

  private func apply(
    _ rule: JSONNode, _ number: Int, _ view: JSONView, to options: inout Options
  ) throws(UsageError) {
    guard view.kind(rule) == .object, let first = view.firstMember(rule) else {
      throw error("rule \(number): expected an object such as {\"unset\": \".ip\"}", at: rule)
    }
    var selector: JSONMember?
    var members: [JSONMember] = []
    var next: JSONMember? = first
    while let member = next {
      next = view.member(after: member)
      guard view.decoded(member.key) == Array("on".utf8) else {
        members.append(member)
        continue
      }
      guard selector == nil else {
        throw error("rule \(number): it has two \"on\"; a list holds alternatives", at: member.key)
      }
      selector = member
    }
    guard let selector else { return try apply(members, number, view, to: &options) }
    guard !members.isEmpty else {
      let on = Operand(selector.value, of: view, option: "--on").label
      throw error(
        """
        rule \(number): "on" stands in the object of the operations it is for, such as \
        {"on": \(on), "drop-event": true}
        """, at: rule)
    }
    let outer = options.selection
    try placing(number, selector.value) { () throws(UsageError) in
      try options.select(only: try selectors(selector.value, view))
    }
    try apply(members, number, view, to: &options)
    try placing(number, selector.value) { () throws(UsageError) in
      try options.endSelection(for: outer)
    }
  }

  private func apply(
    _ members: [JSONMember], _ number: Int, _ view: JSONView, to options: inout Options
  ) throws(UsageError) {
    for member in members {
      let key = String(decoding: view.decoded(member.key), as: UTF8.self)
      let isKnown = Options.ruleNames.contains(key)
      try placing(number, isKnown ? member.value : member.key) { () throws(UsageError) in
        try options.apply(rule: key, member.value, view)
      }
    }
  }

  /// Does something, and says of a mistake in which rule and line it is.
  private func placing(
    _ number: Int, _ node: JSONNode, _ body: () throws(UsageError) -> Void
  ) throws(UsageError) {
    do throws(UsageError) {
      try body()
    } catch {
      throw self.error("rule \(number): \(error)", at: node, showsPlace: error.showsPlace)
    }
  }

  /// What `on` says: a text, or a list of alternatives.
  private func selectors(_ value: JSONNode, _ view: JSONView) throws(UsageError) -> [String] {
    var texts: [String] = []
    var next = view.kind(value) == .array ? view.firstElement(value) : value
    while let text = next {
      texts.append(
        try Operand(text, of: view, option: "--on").text("a selector, or a list of them,"))
      next = view.kind(value) == .array ? view.element(after: text) : nil
    }
    if texts.isEmpty { throw UsageError("--on takes a selector, or a list of them") }
    return texts
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
