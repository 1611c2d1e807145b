import Synchronization
import TestSupport

@testable import qsend

/// A server at which some batches fail, and which is away at times, in simulated time.
struct SimulatedServer {
  enum Poison: CaseIterable {
    case refused, serverError, denied, reset, silence
  }

  /// The batches at which it fails, by their number.
  var poison: [Int: Poison] = [:]
  /// Whether it answers anything but 503; asked with the time and a number from 0 to below 1.
  var isWell: @Sendable (Double, Double) -> Bool = { _, _ in true }
  /// From this batch on everything is refused, whatever was accepted before.
  var breaksDown: Int?
  var latency = 0.04
  var timeout = 60.0

  func answer(_ parcel: Parcel, at time: Double, _ random: Double) -> (
    result: ParcelResult, seconds: Double
  ) {
    guard isWell(time, random) else {
      return (.failed(isDenied: false, retryAfter: nil), latency)
    }
    if parcel.isProbe, breaksDown != nil { return (.refused(isTooLarge: false), latency) }
    switch parcel.batches.lazy.compactMap({ poison[$0.sequence] }).first {
    case nil: return (.accepted, latency)
    case .refused: return (.refused(isTooLarge: false), latency)
    case .denied: return (.failed(isDenied: true, retryAfter: nil), latency)
    case .serverError, .reset: return (.failed(isDenied: false, retryAfter: nil), latency)
    case .silence: return (.failed(isDenied: false, retryAfter: nil), parcel.patience ?? timeout)
    }
  }
}

/// A whole delivery against a simulated server.
struct SimulatedDelivery: CustomStringConvertible {
  private(set) var accepted: [Int] = []
  private(set) var rejected: Set<Int> = []
  private(set) var requests = 0
  private(set) var probes = 0
  private(set) var seconds = 0.0
  private(set) var stop: Dispatcher.Stop?

  var description: String { "\(requests) requests, \(probes) probes, \(Int(seconds)) s" }

  init(
    _ batches: [OutgoingBatch], _ server: SimulatedServer,
    _ rules: Dispatcher.Rules = Dispatcher.Rules(), seed: UInt64, until end: Double = 36_000,
    recalling recalled: OutgoingBatch? = nil
  ) {
    let generator = Mutex(SeededGenerator(seed: seed))
    let random: @Sendable () -> Double = {
      generator.withLock { Double.random(in: 0..<1, using: &$0) }
    }
    var dispatcher = Dispatcher(rules, DoubtBook(), random: random)
    if let recalled { dispatcher.recall(recalled, .bulk, now: 0) }
    for batch in batches { dispatcher.put(batch) }
    (dispatcher.inputIsFlowing, dispatcher.isClosed) = (false, true)
    var underWay: [(time: Double, parcel: Parcel, result: ParcelResult)] = []
    var now = 0.0
    while !dispatcher.isDone, now < end {
      while underWay.count < rules.width.couriers, let parcel = dispatcher.next(now: now) {
        let leaving = dispatcher.leaving(parcel, now: now)
        let (result, latency) = server.answer(leaving, at: now, random())
        requests += 1
        if leaving.isProbe { probes += 1 }
        // The server has them, whatever becomes of the answer.
        if case .accepted = result, !leaving.isProbe {
          accepted += leaving.batches.map(\.sequence)
        }
        underWay.append((now + latency, leaving, result))
      }
      let next = underWay.indices.min { underWay[$0].time < underWay[$1].time }
      let waking = min(dispatcher.wakingTime(now: now), now + 0.25)
      guard let next, underWay.count == rules.width.couriers || underWay[next].time <= waking else {
        now = max(waking, now + 0.001)
        continue
      }
      let (time, parcel, result) = underWay.remove(at: next)
      now = max(now, time)
      let ruling = dispatcher.note(parcel, result, now: now)
      stop = stop ?? ruling.stop
      for (settled, status, _) in ruling.settled where status == .rejected {
        rejected.formUnion(settled.batches.map(\.sequence))
      }
    }
    seconds = now
  }
}
