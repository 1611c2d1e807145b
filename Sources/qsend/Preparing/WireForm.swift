import PipeCommon

/// Step 8 of mParticle's backfill guide, first half: a batch in the form the Events API takes.
///
/// A walk over the objects that have rules collects edits; all other bytes stay as they came.
struct WireForm {
  private var editor = RecordEditor()
  private var event = 0
  /// Members that the reference does not know, in the batch read last.
  private(set) var unknownMembers = 0

  init() {}

  /// The wire form's text, without a `source_request_id`.
  ///
  /// - Throws: what the server would refuse, with its path.
  mutating func make(_ view: JSONView) throws(JSONFault) -> [UInt8] {
    editor.clear()
    unknownMembers = 0
    try walk(view.root, .batch, view)
    var text: [UInt8] = []
    text.reserveCapacity(view.range(view.root).count)
    editor.append(view.root, of: view, to: &text)
    return text
  }

  private mutating func walk(
    _ object: JSONNode, _ rules: WireRules, _ view: JSONView
  ) throws(JSONFault) {
    guard view.kind(object) == .object else { return }
    var splicer = ListSplicer()
    var next = view.firstMember(object)
    while let member = next {
      next = view.member(after: member)
      if try isRemoved(member, rules, view) {
        splicer.drop(view.range(member), next: next.map { view.start($0.key) }, &editor)
      } else {
        splicer.keep(view.range(member))
      }
    }
  }

  /// Collects the edits inside a member.
  ///
  /// - Returns: whether the member itself is to go.
  private mutating func isRemoved(
    _ member: JSONMember, _ rules: WireRules, _ view: JSONView
  ) throws(JSONFault) -> Bool {
    let value = member.value
    switch rule(for: member.key, rules, view) {
    case .remove:
      return true
    case .removeIfEmpty:
      return view.isEmptyString(value)
    case .integer:
      try makeInteger(value, member, rules, view)
    case .identities:
      if view.kind(value) == .array {
        let object = try IdentityList.object(value, view)
        editor.replace(view.range(value), with: object.span)
        countUnknownTypes(value, view)
      } else {
        try walk(value, .identities, view)
      }
    case .object(let inner):
      try walk(value, inner, view)
    case .list(let inner):
      try walkList(value, inner, view)
    case .keep:
      break
    case nil:
      unknownMembers += 1
    }
    return false
  }

  private func rule(for key: JSONNode, _ rules: WireRules, _ view: JSONView) -> WireRule? {
    if view.hasEscapes(key) { return rules.rule(for: view.decoded(key).span) }
    return rules.rule(for: view.bytes.extracting(view.contents(key)))
  }

  private mutating func walkList(
    _ list: JSONNode, _ rules: WireRules, _ view: JSONView
  ) throws(JSONFault) {
    guard view.kind(list) == .array else { return }
    let isEvents = rules.path == "events[]"
    var number = 0
    var next = view.firstElement(list)
    while let element = next {
      if isEvents { event = number }
      try walk(element, rules, view)
      number += 1
      next = view.element(after: element)
    }
  }

  /// Counts the identities of the outgoing form under names that the reference does not know.
  private mutating func countUnknownTypes(_ list: JSONNode, _ view: JSONView) {
    var next = view.firstElement(list)
    while let element = next {
      if let type = view.member(element, named: "identity_type")?.value,
        rule(for: type, .identities, view) == nil
      {
        unknownMembers += 1
      }
      next = view.element(after: element)
    }
  }

  private mutating func makeInteger(
    _ value: JSONNode, _ member: JSONMember, _ rules: WireRules, _ view: JSONView
  ) throws(JSONFault) {
    if view.isNull(value) { return }
    guard let digits = view.idText(value), JSONInteger.value(digits.span) != nil else {
      let name = String(decoding: view.decoded(member.key), as: UTF8.self)
      throw view.fault("\(path(rules))\(name) is no 64-bit integer", at: value)
    }
    if view.kind(value) == .string { editor.replace(view.range(value), with: digits.span) }
  }

  /// The path of an object with the event's number in it.
  private func path(_ rules: WireRules) -> String {
    guard !rules.path.isEmpty else { return "" }
    let place = rules.path.split(separator: "[]", maxSplits: 1, omittingEmptySubsequences: false)
    return place.joined(separator: "[\(event)]") + "."
  }
}
