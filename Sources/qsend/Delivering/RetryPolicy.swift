/// How long to wait before a request is sent again: exponential back-off with full jitter.
///
/// The wait is drawn from all times between nothing and the limit, so that senders who failed
/// together do not come back together. What the server asks for is a floor.
enum RetryPolicy {
  static let firstLimit = 0.5
  static let lastLimit = 60.0

  /// - Parameters:
  ///   - failures: how often the request has failed, from 1.
  ///   - retryAfter: seconds the server asks for.
  ///   - random: a number from 0 to 1.
  static func delay(failures: Int, retryAfter: Double?, random: Double) -> Double {
    let doublings = Double(min(failures - 1, 30))
    var limit = firstLimit
    for _ in 0..<Int(doublings) where limit < lastLimit { limit *= 2 }
    return max(random * min(limit, lastLimit), retryAfter ?? 0)
  }
}
