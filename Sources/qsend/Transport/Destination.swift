import PipeCommon

/// Where batches go: a pod or an address up to and including `/v2`.
struct Destination: Sendable {
  enum Pod: String, CaseIterable {
    case us1, us2, eu1, au1
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

  func url(_ endpoint: Endpoint) -> String {
    switch endpoint {
    case .bulk: base + "/bulkevents"
    case .events: base + "/events"
    case .historical: base + "/bulkevents/historical"
    }
  }
}
