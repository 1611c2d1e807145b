@testable import qsend

/// The limits of an account, as the server counts: batches over a sliding window, and how fast the
/// rate may rise. Seconds of a clock that the test turns.
struct SimulatedAccount {
  /// Batches a second.
  var limit: Double
  /// Over so many seconds the limit is averaged.
  let window: Double
  /// How many batches a second more each second may bring; `nil` for no such limit.
  var acceleration: Double?
  /// Whether acceptances carry the percentage.
  var tells = true

  private var accepted: [(time: Double, batches: Int)] = []

  enum Answer {
    case accepted(percentage: Double?)
    case refused(isAcceleration: Bool)
  }

  init(limit: Double, window: Double, acceleration: Double? = nil, tells: Bool = true) {
    self.limit = limit
    self.window = window
    self.acceleration = acceleration
    self.tells = tells
  }

  mutating func take(_ batches: Int, at time: Double) -> Answer {
    accepted.removeAll { $0.time <= time - max(window, 2) }
    let used = Double(sum(from: time - window, to: time) + batches)
    if used > limit * window { return .refused(isAcceleration: false) }
    var percentage = used / (limit * window) * 100
    if let acceleration {
      let last = Double(sum(from: time - 1, to: time) + batches)
      let before = Double(sum(from: time - 2, to: time - 1))
      let allowed = max(before, acceleration) + acceleration
      if last > allowed { return .refused(isAcceleration: true) }
      percentage = max(percentage, min(last / allowed * 100, percentage + 20))
    }
    accepted.append((time, batches))
    return .accepted(percentage: tells ? percentage.rounded(.down) : nil)
  }

  private func sum(from start: Double, to end: Double) -> Int {
    accepted.reduce(0) { $0 + ($1.time > start && $1.time <= end ? $1.batches : 0) }
  }
}

/// Senders that share an account, in simulated time.
struct SimulatedSending {
  struct Second {
    var accepted: [Int]
    var requests = 0
    var refused = 0
  }

  private(set) var seconds: [Second] = []

  /// - Parameters:
  ///   - starts: when each sender begins.
  ///   - change: may change the account as time goes on.
  init(
    _ account: SimulatedAccount, starts: [Double], duration: Double, latency: Double = 0.03,
    seed: UInt64 = 1, change: (Double, inout SimulatedAccount) -> Void = { _, _ in }
  ) {
    var account = account
    var random = seed
    func jitter() -> Double {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(random >> 40) / Double(1 << 24)
    }
    var controllers = starts.map { _ in PaceController() }
    var next = starts
    var pending: [(time: Double, sender: Int, answer: SimulatedAccount.Answer)] = []
    seconds = (0..<Int(duration)).map { _ in Second(accepted: starts.map { _ in 0 }) }
    while let sender = next.indices.min(by: { next[$0] < next[$1] }), next[sender] < duration {
      let now = next[sender]
      pending.sort { $0.time < $1.time }
      while let first = pending.first, first.time <= now {
        pending.removeFirst()
        switch first.answer {
        case .accepted(let percentage):
          controllers[first.sender].noteAccepted(percentage: percentage, now: first.time)
        case .refused(let isAcceleration):
          controllers[first.sender].noteRefused(isAcceleration: isAcceleration, now: first.time)
        }
      }
      change(now, &account)
      let size = min(controllers[sender].requestSize(latency: latency, concurrency: 8), 100)
      controllers[sender].noteSent(size, now: now)
      let answer = account.take(size, at: now + latency * (0.4 + 0.2 * jitter()))
      pending.append((now + latency, sender, answer))
      seconds[Int(now)].requests += 1
      if case .accepted = answer {
        seconds[Int(now)].accepted[sender] += size
      } else {
        seconds[Int(now)].refused += 1
      }
      next[sender] = now + Double(size) / controllers[sender].rate
    }
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
