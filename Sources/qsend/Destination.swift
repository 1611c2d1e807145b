import PipeCommon

/// Where batches go: a pod or an address up to and including `/v2`.
struct Destination: Sendable {
  enum Pod: String, CaseIterable {
    case us1, us2, eu1, au1
  }

  /// The paths below the address.
  enum Endpoint: String, CaseIterable, Sendable {
    case bulk, events, historical

    fileprivate var path: String {
      switch self {
      case .bulk: "/bulkevents"
      case .events: "/events"
      case .historical: "/bulkevents/historical"
      }
    }
  }

  /// Without a slash at its end.
  let base: String
  /// Its server's name or address, without brackets, and port.
  let server: (host: String, port: Int)
  /// Whether it is plain http, which is for this machine only.
  let isPlain: Bool

  init(pod: Pod) {
    server = ("s2s.\(pod.rawValue).mparticle.com", 443)
    base = "https://\(server.host)/v2"
    isPlain = false
  }

  init(base: String) throws(UsageError) {
    guard let parts = URLParts(base) else {
      // What was given may hold a secret, so it is not repeated.
      throw UsageError(
        "--url takes an address such as https://s2s.mparticle.com/v2, without user, query or fragment"
      )
    }
    isPlain = parts.scheme == "http"
    guard !isPlain || parts.isLoopback else {
      throw UsageError("--url: plain http would show the credentials to the network; use https")
    }
    server = (parts.host, parts.port)
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
  }

  func url(_ endpoint: Endpoint) -> String { base + endpoint.path }

  /// The body of a request with these batches.
  static func body(_ batches: [OutgoingBatch], _ endpoint: Endpoint) -> [UInt8] {
    if endpoint == .events { return batches[0].wire }
    var body: [UInt8] = [UInt8(ascii: "[")]
    body.reserveCapacity(batches.reduce(2) { $0 + $1.wire.count + 1 })
    for (place, batch) in batches.enumerated() {
      if place > 0 { body.append(UInt8(ascii: ",")) }
      body += batch.wire
    }
    body.append(UInt8(ascii: "]"))
    return body
  }
}
