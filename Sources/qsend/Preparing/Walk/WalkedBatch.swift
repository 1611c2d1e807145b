import PipeCommon

/// What a walk over a batch has found beside its wire form.
struct WalkedBatch {
  struct Event {
    let node: JSONNode
    /// Its `event_id`, whatever it is.
    var id: JSONNode?
    /// Milliseconds since the epoch.
    var time: Int64 = 0
    /// Where it stands in the wire form; empty if it is refused.
    var written = 0..<0
    /// Whether it cannot be sent; `faults` says why.
    fileprivate(set) var isRefused = false
  }

  // Values, of whatever kind they are.
  var mpid: JSONNode?
  var batchID: JSONNode?
  var batchTime: JSONNode?
  var environment: JSONNode?
  var blockMetadata: JSONNode?
  var userIdentities: JSONNode?
  var userAttributes: JSONNode?

  var hasUserIdentity = false
  var hasDeviceIdentity = false
  var hasDeletions = false
  var hasConsent = false

  /// Where what is between the brackets of `events` stands in the wire form.
  var eventsWritten = 0..<0
  /// The elements of `events`, in order.
  var events: [Event] = []
  /// Why events cannot be sent, by their places: beside them, as every look at an event would copy it.
  private(set) var faults: [Int: JSONFault] = [:]
  var doubts: [Doubt] = []
  /// The documented limits that were exceeded, as bits.
  var exceeded: UInt8 = 0

  /// Whether there is somebody to count it for.
  var hasUser: Bool { mpid != nil || hasUserIdentity || hasDeviceIdentity }

  /// Forgets a batch, and keeps the storage.
  mutating func clear() {
    (mpid, batchID, batchTime, environment) = (nil, nil, nil, nil)
    (blockMetadata, userIdentities, userAttributes) = (nil, nil, nil)
    (hasUserIdentity, hasDeviceIdentity, hasDeletions, hasConsent) = (false, false, false, false)
    eventsWritten = 0..<0
    events.removeAll(keepingCapacity: true)
    if !faults.isEmpty { faults = [:] }
    doubts.removeAll(keepingCapacity: true)
    exceeded = 0
  }

  /// Notes a doubt, once for each event: a million attributes may raise the same one.
  mutating func note(_ doubt: Doubt) {
    for other in doubts.reversed() {
      if other == doubt { return }
      if other.event != doubt.event { break }
    }
    doubts.append(doubt)
  }

  /// Notes that an event cannot be sent.
  mutating func refuse(_ event: Int, _ fault: JSONFault) {
    events[event].isRefused = true
    faults[event] = fault
  }

  /// The places of the events that can be sent.
  var good: EventPlaces {
    if faults.isEmpty { return EventPlaces(all: events.count) }
    var good: EventPlaces = []
    for place in events.indices where !events[place].isRefused { good.append(place) }
    return good
  }

  mutating func note(exceeded limit: SoftLimit) { exceeded |= 1 << UInt8(limit.rawValue) }
}
