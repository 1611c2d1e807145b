import PipeCommon

/// Gives members another key, and has the block metadata call them so as well: a later step, and the
/// next round after a refusal, still know what was blocked.
struct Renaming {
  /// A place in the metadata that names a member.
  private struct Mention {
    let node: Document.Node
    /// The JSON string that stands there afterwards.
    let text: [UInt8]
  }

  private let old: MemberName
  private let new: MemberName

  /// The blocked paths of each event by the text of its id, read when one is first asked for.
  private var paths: [[UInt8]: [Document.Node]]?
  /// How many paths may still be followed.
  private var looks = 0
  /// The event whose paths were looked at last, and what they name among its members.
  private var event: Document.Node?
  private var mentions: [Document.Node: [Mention]] = [:]

  init(_ old: MemberName, to new: MemberName) {
    self.old = old
    self.new = new
  }

  /// Renames a member, and those of the same name beside it: or the value that nobody read would
  /// come to light. Where the new name stands already nothing is changed.
  ///
  /// - Parameter node: a member of the old name.
  mutating func rename(_ node: Document.Node, _ document: inout Document) -> Tally {
    guard let object = document.parent(of: node) else { return Tally() }
    if old == new { return Tally(matched: 1) }
    guard document.child(object, named: new) == nil else { return Tally(matched: 1, leftAlone: 1) }
    let mentions = mentions(of: node, in: object, &document)
    document.rename(document.members(of: object, named: old), to: new)
    for mention in mentions { document.replace(mention.node, with: mention.text) }
    return Tally(matched: 1, changed: 1)
  }

  private mutating func mentions(
    of node: Document.Node, in object: Document.Node, _ document: inout Document
  ) -> [Mention] {
    for (member, list) in Document.blockable
    where document.child(document.root, named: member) == object {
      return document.blockList(list).filter { document.string($0, equals: old.bytes) }
        .map { Mention(node: $0, text: new.encoded) }
    }
    guard let event = document.event(around: object) else { return [] }
    if self.event != event { look(at: event, &document) }
    return mentions[node] ?? []
  }

  /// Follows the paths of an event while its members have the names they know.
  private mutating func look(at event: Document.Node, _ document: inout Document) {
    self.event = event
    mentions.removeAll(keepingCapacity: true)
    if paths == nil {
      paths = document.blockedPaths()
      looks = (paths ?? [:]).values.reduce(0) { $0 + $1.count } * Document.looksPerPath
    }
    guard looks > 0, let id = document.eventID(of: event), let nodes = paths?[id] else { return }
    looks -= nodes.count
    for node in nodes {
      guard let text = document.string(node) else { continue }
      let path = BlockedPath(text)
      for step in path.steps(in: event, &document) ?? [] where document.keyEquals(step.node, old) {
        let text = JSONString.encode(path.renaming(step, to: new.bytes).span)
        mentions[step.node, default: []].append(Mention(node: node, text: text))
      }
    }
  }
}
