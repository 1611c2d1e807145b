import PipeCommon

/// Where batches go: a pod or an address up to and including `/v2`.
struct Destination: Sendable {
  enum Pod: String, CaseIterable {
    case us1, us2, eu1, au1
  }

  /// Without a slash at its end.
  let base: String
  /// Whether it is plain http, which is for this machine only.
  let isPlain: Bool

  init(pod: Pod) {
    base = "https://s2s.\(pod.rawValue).mparticle.com/v2"
    isPlain = false
  }

  init(base: String) throws(UsageError) {
    let parts = base.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    let scheme = parts[0].lowercased()
    let rest = parts.count > 1 ? parts[1] : ""
    let authority = rest.prefix { $0 != "/" }
    guard scheme == "https" || scheme == "http", let host = Self.host(authority),
      rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !rest.contains(where: { "?#@\"<>\\^`{|}".contains($0) })
    else {
      // What was given may hold a secret, so it is not repeated.
      throw UsageError(
        "--url takes an address such as https://s2s.mparticle.com/v2, without user, query or fragment"
      )
    }
    isPlain = scheme == "http"
    guard !isPlain || Self.isLoopback(host) else {
      throw UsageError("--url: plain http would show the credentials to the network; use https")
    }
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
  }

  func url(_ endpoint: Endpoint) -> String {
    switch endpoint {
    case .bulk: base + "/bulkevents"
    case .events: base + "/events"
    case .historical: base + "/bulkevents/historical"
    }
  }

  /// The host of `host` or `host:port`; `nil` if it is neither.
  private static func host(_ authority: Substring) -> Substring? {
    var host = authority
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      guard UInt16(authority[authority.index(after: colon)...]) != nil else { return nil }
      host = authority[..<colon]
    }
    return host.isEmpty ? nil : host
  }

  private static func isLoopback(_ host: Substring) -> Bool {
    let parts = host.split(separator: ".")
    return host == "localhost" || host == "[::1]"
      || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
