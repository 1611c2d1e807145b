/// `user_identities` in the outgoing form, a list, made into the object that the Events API takes.
///
///     [{"identity_type":"email","identity":"a@b.c","timestamp_unixtime_ms":"1"}]  →  {"email":"a@b.c"}
///
/// Types stand in the order of their first appearance. Of two entries of one type the later in time
/// counts; no time is oldest, and of equals the one that stands later counts. An entry without an
/// identity is left out. Names and values keep the bytes they came with.
package enum IdentityList {
  private struct Entry {
    let type: JSONNode
    let identity: JSONNode
    /// `nil` is older than any time.
    let time: Int64?
  }

  /// The object's text.
  package static func object(_ list: JSONNode, _ view: JSONView) throws(JSONFault) -> [UInt8] {
    var entries: [Entry] = []
    var placeOfType: [[UInt8]: Int] = [:]
    try view.forEachElement(list, "user_identities") { (element) throws(JSONFault) in
      guard let entry = try entry(element, view) else { return }
      let type = view.decoded(entry.type)
      if let place = placeOfType[type] {
        if isLater(entry.time, than: entries[place].time) { entries[place] = entry }
      } else {
        placeOfType[type] = entries.count
        entries.append(entry)
      }
    }
    return text(entries, view)
  }

  private static func entry(_ element: JSONNode, _ view: JSONView) throws(JSONFault) -> Entry? {
    try view.require(.object, element, "an element of user_identities")
    guard let type = view.member(element, named: "identity_type")?.value else {
      throw view.fault("an element of user_identities has no identity_type", at: element)
    }
    try view.require(.string, type, "user_identities[].identity_type")
    guard let identity = view.member(element, named: "identity")?.value, !view.isNull(identity)
    else { return nil }
    let time = view.member(element, named: "timestamp_unixtime_ms")?.value
    return Entry(
      type: type, identity: identity,
      time: time.flatMap { view.withIDText($0) { JSONInteger.value($0) } ?? nil })
  }

  private static func isLater(_ time: Int64?, than other: Int64?) -> Bool {
    guard let other else { return true }
    return time.map { $0 >= other } ?? false
  }

  private static func text(_ entries: [Entry], _ view: JSONView) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "{")]
    for entry in entries {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(contentsOf: view.text(entry.type))
      text.append(UInt8(ascii: ":"))
      view.append(view.range(entry.identity), to: &text)
    }
    text.append(UInt8(ascii: "}"))
    return text
  }
}
