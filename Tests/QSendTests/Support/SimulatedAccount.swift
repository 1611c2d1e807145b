@testable import qsend

/// The limits of an account, as the server counts: batches over a sliding window, how fast the rate
/// may rise, and requests at a gateway in front. Seconds of a clock that the test turns.
struct SimulatedAccount {
  /// What acceptances say of the use.
  enum Header: String, CaseIterable {
    case whole, fractional, missing, zero, hundred
    /// A server that takes a fifth more than what it calls 100 %.
    case over
    /// The use of another limit, four times as high.
    case another
  }

  enum Answer {
    case accepted(percentage: Double?)
    /// - Parameter limit: as the header names it; `nil` from a gateway.
    case refused(limit: String?)
    /// Something went wrong that has nothing to do with a limit.
    case failed
  }

  /// Batches a second.
  var limit: Double
  /// Over so many seconds the limit is averaged.
  var window = 1.0
  /// How many batches a second more each second may bring; `nil` for no such limit.
  var acceleration: Double?
  var header = Header.whole
  /// Requests a second that a gateway lets through, evenly but for a burst of so many.
  var requests: Double?
  var burst = 5.0
  /// Whether a refusal says which limit it is about.
  var names = true
  /// Everything is refused for so many seconds at first.
  var storm = 0.0
  /// The share of requests that something befalls: errors, resets, cut answers, and refusals by chance.
  var misfortunes = 0.0

  private var entries: [(time: Double, batches: Int)] = []
  private var excess = 0.0
  private var lastRequest = 0.0

  init(
    limit: Double, window: Double = 1, acceleration: Double? = nil, header: Header = .whole,
    requests: Double? = nil, names: Bool = true
  ) {
    self.limit = limit
    self.window = window
    self.acceleration = acceleration
    self.header = header
    self.requests = requests
    self.names = names
  }

  /// What comes back for a request, whatever befalls it.
  ///
  /// - Parameters:
  ///   - fate: a number from 0 to below 1, which decides whether something does.
  ///   - kind: a number from 0 to below 1, which decides what.
  mutating func answer(_ batches: Int, at time: Double, fate: Double, kind: Double) -> Answer {
    guard fate < misfortunes else { return take(batches, at: time) }
    switch Int(kind * 9) {
    case 0: return .refused(limit: "org")
    case 1: return .refused(limit: nil)
    case 2...4: return .failed
    case 5...7:
      // The server has it, and only the answer is lost.
      _ = take(batches, at: time)
      return .failed
    default: return take(batches, at: time)
    }
  }

  mutating func take(_ batches: Int, at time: Double) -> Answer {
    guard time >= storm else { return .refused(limit: "org") }
    if let requests {
      let level = max(0, excess - (time - lastRequest) * requests)
      lastRequest = time
      excess = level
      guard level + 1 <= burst + 1 else { return .refused(limit: nil) }
      excess = level + 1
    }
    let oldest = time - max(window, 2)
    entries.removeFirst(entries.firstIndex { $0.time > oldest } ?? entries.count)
    let used = Double(sum(from: time - window, to: time) + batches)
    let tolerance = header == .over ? 1.2 : 1
    if used > limit * window * tolerance { return .refused(limit: names ? "org" : nil) }
    var percentage = used / (limit * window) * 100
    if let acceleration {
      let last = Double(sum(from: time - 1, to: time) + batches)
      let before = Double(sum(from: time - 2, to: time - 1))
      guard last - before <= acceleration else { return .refused(limit: "acceleration") }
      percentage = max(percentage, (last - before) / acceleration * 100)
    }
    entries.append((time, batches))
    switch header {
    case .whole, .over: return .accepted(percentage: percentage.rounded(.down))
    case .fractional: return .accepted(percentage: percentage)
    case .missing: return .accepted(percentage: nil)
    case .zero: return .accepted(percentage: 0)
    case .hundred: return .accepted(percentage: 100)
    case .another: return .accepted(percentage: (percentage / 4).rounded(.down))
    }
  }

  private func sum(from start: Double, to end: Double) -> Int {
    var sum = 0
    for entry in entries.reversed() {
      if entry.time <= start { break }
      if entry.time <= end { sum += entry.batches }
    }
    return sum
  }
}

/// Senders that share an account, in simulated time: each with as many couriers as usual, of which one
/// that is refused waits and tries again.
struct SimulatedSending {
  struct Second {
    var accepted: [Int]
    var requests = 0
    var refused = 0
  }

  private enum Event {
    case ready(Courier)
    case arrives(Courier)
    case answered(Courier, SimulatedAccount.Answer)
  }

  private struct Courier {
    let sender: Int
    /// What it holds; 0 if it has to get a new request.
    var batches = 0
    var failures = 0
    var sent = 0.0
  }

  private struct Sender {
    var pace: FoundPace
    var fill = RequestFill()
    var earliest: Double
  }

  private(set) var seconds: [Second] = []
  /// The pace that each sender ends with.
  private(set) var rates: [Double] = []

  /// - Parameters:
  ///   - starts: when each sender begins.
  ///   - memory: the pace that an earlier run has found.
  ///   - change: may change the account as time goes on.
  init(
    _ account: SimulatedAccount, starts: [Double] = [0], duration: Double, latency: Double = 0.04,
    memory: Double? = nil, seed: UInt64 = 1,
    change: (Double, inout SimulatedAccount) -> Void = { _, _ in }
  ) {
    var account = account
    var random = seed &* 0x9E37_79B9_7F4A_7C15
    func jitter() -> Double {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(random >> 40) / Double(1 << 24)
    }
    let couriers = RequestWidth(nil).bulk
    var senders = starts.map { Sender(pace: FoundPace(memory: memory), earliest: $0) }
    var queue: [(time: Double, event: Event)] = []
    for (sender, start) in starts.enumerated() {
      for _ in 0..<couriers { queue.append((start, .ready(Courier(sender: sender)))) }
    }
    func retry(_ courier: Courier, at time: Double) {
      var courier = courier
      courier.failures += 1
      let delay = RetryPolicy.delay(
        failures: courier.failures, retryAfter: nil, random: jitter())
      queue.append((time + delay, .ready(courier)))
    }
    seconds = (0..<Int(duration)).map { _ in Second(accepted: starts.map { _ in 0 }) }
    while let place = queue.indices.min(by: { queue[$0].time < queue[$1].time }) {
      let (now, event) = queue.remove(at: place)
      guard now < duration else { break }
      switch event {
      case .ready(var courier):
        let sender = courier.sender
        if courier.batches == 0 {
          courier.batches = min(
            senders[sender].fill.size(
              rate: senders[sender].pace.rate, latency: latency, concurrency: couriers), 100)
        }
        courier.sent = max(now, senders[sender].earliest)
        senders[sender].earliest =
          courier.sent
          + max(
            senders[sender].pace.noteSent(courier.batches, at: courier.sent),
            senders[sender].fill.interval)
        // Most of the way is the server's; the rest differs from request to request.
        let way = latency * 0.4 + min(latency * 0.2, 0.01) * jitter()
        queue.append((courier.sent + way, .arrives(courier)))
      case .arrives(let courier):
        change(now, &account)
        let answer = account.answer(courier.batches, at: now, fate: jitter(), kind: jitter())
        seconds[Int(now)].requests += 1
        switch answer {
        case .accepted: seconds[Int(now)].accepted[courier.sender] += courier.batches
        case .refused: seconds[Int(now)].refused += 1
        case .failed: break
        }
        queue.append((now + latency * 0.5, .answered(courier, answer)))
      case .answered(let courier, let answer):
        let sender = courier.sender
        switch answer {
        case .accepted(let percentage):
          senders[sender].fill.noteAccepted(now: now)
          senders[sender].pace.noteAccepted(
            percentage: percentage, sent: courier.sent, now: now)
          queue.append((now, .ready(Courier(sender: sender))))
        case .refused(let limit):
          let isOfRequests =
            limit == nil
            && senders[sender].fill.noteRefused(rate: senders[sender].pace.rate, now: now)
          senders[sender].pace.noteRefused(
            courier.batches, isOfRequests ? .requests : limit == "acceleration" ? .rise : .rate,
            sent: courier.sent, now: now)
          retry(courier, at: now)
        case .failed:
          retry(courier, at: now)
        }
      }
    }
    rates = senders.map(\.pace.rate)
  }

  /// Batches a second in a span of time.
  func rate(_ span: Range<Int>, sender: Int? = nil) -> Double {
    let sum = seconds[span].reduce(0) { sum, second in
      sum + (sender.map { second.accepted[$0] } ?? second.accepted.reduce(0, +))
    }
    return Double(sum) / Double(span.count)
  }

  func refusedShare(_ span: Range<Int>) -> Double {
    let requests = seconds[span].reduce(0) { $0 + $1.requests }
    return Double(seconds[span].reduce(0) { $0 + $1.refused }) / Double(max(requests, 1))
  }

  /// The first second from which on the rate stays above a share of the limit for five seconds.
  func secondsToReach(_ rate: Double) -> Int? {
    (0..<max(0, seconds.count - 5)).first { self.rate($0..<$0 + 5) >= rate }
  }
}
