/// What batches must have in common to be sent as one: all that leaves, less the events.
///
/// It goes by the text as it stands, so two spellings of one envelope are two; the batches of one
/// exporter spell alike.
package struct BatchEnvelope {
  /// Equal for equal envelopes, and different for different users.
  package private(set) var hash: UInt64 = 0
  /// About how long its wire form is.
  package private(set) var bytes = 0

  /// The members that do not leave: filled by the server, or ids on which it would deduplicate. The
  /// table of the inbound batch says the same, which a test compares.
  package static let removed = [
    "batch_id", "timestamp_unixtime_ms", "schema_version", "unique_id", "source_info",
    "system_notifications", "source_request_id",
  ].map { Array($0.utf8) }

  /// - Parameter user: whom the batch is for.
  package init(_ outline: BatchOutline, of user: UserKey, _ view: JSONView) {
    var hash = ByteHash()
    hash.combine("\(user.value)".utf8.span)
    var bytes = 2
    func add(_ member: JSONMember) {
      hash.combine(view.text(member.key))
      hash.combine(view.text(member.value))
      bytes += view.range(member.key).count + view.range(member.value).count + 2
    }
    view.forEachMember(view.root) { (key, member) throws(Never) in
      if member.value == outline.context {
        view.forEachMember(member.value) { (_, member) throws(Never) in
          guard member.value == outline.dataPlan else { return add(member) }
          view.forEachMember(member.value) { (_, member) throws(Never) in
            if member.value != outline.blockMetadata { add(member) }
          }
        }
      } else if member.value != outline.eventsMember, !Self.isRemoved(key) {
        add(member)
      }
    }
    self.hash = hash.value
    self.bytes = bytes
  }

  private static func isRemoved(_ key: Span<UInt8>) -> Bool {
    for name in removed where name.count == key.count && equalBytes(name.span, key) { return true }
    return false
  }
}
