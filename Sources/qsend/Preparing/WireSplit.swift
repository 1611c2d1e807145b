import PipeCommon

/// Takes a wire batch that is too large apart by its events: greedily, in order, each part with all
/// the other members. The parts depend on the batch alone, so they have the same ids on every run.
struct WireSplit {
  struct Part {
    let events: Range<Int>
    /// The part's body; `nil` if not even its one event fits.
    let body: [UInt8]?
  }

  private let prefix: [UInt8]
  private let suffix: [UInt8]
  private let events: [[UInt8]]

  /// - Parameter body: the wire form, as it would be sent whole.
  /// - Returns: `nil` if there are no events to take it apart by.
  init?(_ body: [UInt8]) {
    guard let json = try? JSONText(body.span) else { return nil }
    let view = json.view
    guard let list = view.member(view.root, named: "events")?.value, view.kind(list) == .array
    else { return nil }
    let range = view.range(list)
    prefix = Array(body[..<(range.lowerBound + 1)])
    suffix = Array(body[(range.upperBound - 1)...])
    var events: [[UInt8]] = []
    var next = view.firstElement(list)
    while let event = next {
      events.append(Array(copying: view.text(event)))
      next = view.element(after: event)
    }
    self.events = events
  }

  /// The parts, each of at most so many bytes.
  func parts(of limit: Int) -> [Part] {
    let envelope = prefix.count + suffix.count
    var parts: [Part] = []
    var start = 0
    while start < events.count {
      var end = start
      var size = envelope
      while end < events.count {
        let larger = size + events[end].count + (end > start ? 1 : 0)
        guard larger <= limit else { break }
        size = larger
        end += 1
      }
      if end == start {
        parts.append(Part(events: start..<start + 1, body: nil))
        start += 1
      } else {
        parts.append(Part(events: start..<end, body: body(start..<end, size)))
        start = end
      }
    }
    return parts
  }

  private func body(_ range: Range<Int>, _ size: Int) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(size)
    body += prefix
    body += events[range].joined(separator: [UInt8(ascii: ",")])
    body += suffix
    return body
  }
}
