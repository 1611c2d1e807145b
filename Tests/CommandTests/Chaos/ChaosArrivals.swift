import Foundation

/// What arrived at the server, and what must not be so.
struct ChaosArrivals {
  /// Where an event comes from: its record's number, and its place in the record.
  private struct Marker: Hashable, Comparable {
    let record: Int
    let place: Int

    init?(_ text: String) {
      let parts = text.split(separator: ".").map { Int($0) }
      guard parts.count == 2, let record = parts[0], let place = parts[1] else { return nil }
      self.init(record: record, place: place)
    }

    init(record: Int, place: Int) {
      self.record = record
      self.place = place
    }

    static func < (one: Marker, other: Marker) -> Bool {
      (one.record, one.place) < (other.record, other.place)
    }
  }

  /// A batch as the server took it.
  private struct Batch: Decodable {
    struct UserAttributes: Decodable { let level: Int }
    struct Event: Decodable { let data: EventData }
    struct EventData: Decodable {
      let attributes: Attributes
      enum CodingKeys: String, CodingKey { case attributes = "custom_attributes" }
    }
    struct Attributes: Decodable { let marker: String }

    let id: String
    let mpid: Int
    let attributes: UserAttributes
    let events: [Event]

    enum CodingKeys: String, CodingKey {
      case id = "source_request_id"
      case attributes = "user_attributes"
      case mpid, events
    }
  }

  /// A batch stays under 128 KB.
  private static let batchBytes = 128_000

  private let input: ChaosInput
  /// Whether records may share a batch.
  private var joinsUsers: Bool { input.joining == .users }
  /// Under which id an event arrived.
  private var ids: [Marker: String] = [:]
  private var events: [String: [Marker]] = [:]
  /// The event of each user that arrived last for the first time.
  private var newest: [Int: Marker] = [:]
  private(set) var batches = 0
  private(set) var faults: [String] = []

  /// Batches that arrived again.
  var repeated: Int { batches - events.count }

  init(_ accepted: [UInt8], of input: ChaosInput) {
    self.input = input
    let decoder = JSONDecoder()
    for line in accepted.split(separator: UInt8(ascii: "\n")) {
      batches += 1
      guard let batch = try? decoder.decode(Batch.self, from: Data(line)) else {
        faults.append("what arrived is no batch: \(String(decoding: line, as: UTF8.self))")
        continue
      }
      if line.count > Self.batchBytes {
        faults.append("\(batch.id) has \(line.count) bytes")
      }
      take(batch)
    }
    findMissing()
  }

  /// The ids under which a record's events arrived, in their order.
  func ids(of record: Int) -> [String] {
    var ids: [String] = []
    for place in 0..<input.records[record - 1].events
    where place != input.records[record - 1].faulty {
      let id = self.ids[Marker(record: record, place: place)]
      if let id, ids.last != id { ids.append(id) }
    }
    return ids
  }

  private mutating func take(_ batch: Batch) {
    let id = batch.id
    let markers = batch.events.compactMap { Marker($0.data.attributes.marker) }
    guard let first = markers.first, let last = markers.last,
      markers.count == batch.events.count,
      zip(markers, markers.dropFirst()).allSatisfy({ isNext($1, behind: $0) })
    else {
      faults.append("\(id) holds other events than those of records: \(markers)")
      return
    }
    for number in Set(markers.map(\.record)) {
      let record = input.records[number - 1]
      if record.fate != .accepted {
        faults.append("record \(number) is \(record.fate), but arrived")
      }
      if record.mpid != batch.mpid || record.level != batch.attributes.level {
        faults.append("record \(number) arrived for another user, or in another envelope")
      }
    }
    if let before = events[id] {
      if before != markers { faults.append("\(id) arrived with \(before) and with \(markers)") }
      return
    }
    events[id] = markers
    for marker in markers {
      if let other = ids.updateValue(id, forKey: marker) {
        faults.append(
          "record \(marker.record), event \(marker.place): arrived as \(other) and as \(id)")
      }
    }
    if let before = newest[batch.mpid], before > first {
      faults.append("record \(first.record) arrived after record \(before.record) of the same user")
    }
    newest[batch.mpid] = last
  }

  /// Whether an event may stand behind another: the next one of its record, or the first that is
  /// sent of a later one.
  private func isNext(_ marker: Marker, behind last: Marker) -> Bool {
    guard input.records.indices.contains(marker.record - 1) else { return false }
    let isOfLater = marker.record > last.record
    let place = isOfLater ? 0 : last.place + 1
    let isPassedOver = input.records[marker.record - 1].faulty == place
    return (isOfLater ? joinsUsers : marker.record == last.record)
      && marker.place == (isPassedOver ? place + 1 : place)
  }

  private mutating func findMissing() {
    for (number, record) in input.records.enumerated() where record.fate == .accepted {
      for place in 0..<record.events
      where place != record.faulty && ids[Marker(record: number + 1, place: place)] == nil {
        faults.append("record \(number + 1), event \(place): never arrived")
      }
    }
  }
}
