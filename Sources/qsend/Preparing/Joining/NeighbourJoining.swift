import PipeCommon

/// `--join`: puts records that `qextract --each event` took apart, and that still stand next to each
/// other, back into one batch: the same `batch_id`, and everything but the events the same.
///
/// A group is as large as one batch may be; then the next begins.
struct NeighbourJoining {
  /// Records that became one.
  struct Group {
    let place: Place
    /// The batch's text.
    let text: [UInt8]
    /// How many records it was.
    let records: Int
    /// The input digest behind its last record.
    let digest: InputDigest
  }

  private struct Open {
    let place: Place
    let batchID: [UInt8]
    let prefix: [UInt8]
    let suffix: [UInt8]
    var events: [[UInt8]]
    var seen: Set<[UInt8]>
    var records = 1
    var digest: InputDigest
    /// Bytes of the batch so far.
    var size: Int
  }

  private var open: Open?
  private var outline = BatchOutline()
  /// Events that stood in the group before.
  private(set) var repeatedEvents = 0

  /// Whether a record goes on by itself, and none that is open can take it: it is larger than any
  /// batch may be, and larger than what is worth taking apart.
  static func passes(_ view: JSONView) -> Bool {
    view.text(view.root).count > 2 * WireParts.batchBytes
  }

  /// Takes a record.
  ///
  /// - Returns: the groups that are complete by that; a record that cannot be joined is one itself.
  mutating func add(_ view: JSONView, at place: Place, _ digest: InputDigest) -> [Group] {
    guard let batchID = batchID(view), let list = outline.eventsMember, view.kind(list) == .array
    else {
      var text: [UInt8] = []
      view.append(view.range(view.root), to: &text)
      return close() + [Group(place: place, text: text, records: 1, digest: digest)]
    }
    var prefix: [UInt8] = []
    var suffix: [UInt8] = []
    let range = view.range(list)
    view.append(view.range(view.root).lowerBound..<range.lowerBound + 1, to: &prefix)
    view.append(range.upperBound - 1..<view.range(view.root).upperBound, to: &suffix)
    let eventBytes = range.count
    if let group = open, group.batchID == batchID, group.prefix == prefix, group.suffix == suffix,
      group.size + eventBytes <= WireParts.batchBytes
    {
      open?.records += 1
      open?.digest = digest
      open?.size += eventBytes
      for event in outline.events { add(event, view) }
      return []
    }
    let complete = close()
    open = Open(
      place: place, batchID: batchID, prefix: prefix, suffix: suffix, events: [], seen: [],
      digest: digest, size: prefix.count + eventBytes + suffix.count)
    for event in outline.events { add(event, view) }
    return complete
  }

  /// Completes the group that is open.
  mutating func close() -> [Group] {
    guard let group = open else { return [] }
    open = nil
    let text = group.prefix + group.events.joined(separator: [UInt8(ascii: ",")]) + group.suffix
    return [
      Group(place: group.place, text: text, records: group.records, digest: group.digest)
    ]
  }

  /// An event is known by its id, or by its text if it has none.
  private mutating func add(_ event: BatchOutline.Event, _ view: JSONView) {
    var text: [UInt8] = []
    view.append(view.range(event.node), to: &text)
    guard open?.seen.insert(view.idText(event.eventID) ?? text).inserted ?? false else {
      repeatedEvents += 1
      return
    }
    open?.events.append(text)
  }

  /// - Returns: `nil` if there is none, or the record is not to be touched.
  private mutating func batchID(_ view: JSONView) -> [UInt8]? {
    guard (try? outline.read(view)) != nil, let id = view.idText(outline.batchID), !id.isEmpty
    else { return nil }
    return id
  }
}
