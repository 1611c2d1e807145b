import Foundation
import PipeCommon

/// Where batches go: a pod or an address, and one of the three paths.
struct Destination: Sendable {
  enum Pod: String, CaseIterable {
    case us1, us2, eu1, au1
  }

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

  let url: URL
  let endpoint: Endpoint

  init(pod: Pod, _ endpoint: Endpoint) throws(UsageError) {
    try self.init(base: "https://s2s.\(pod.rawValue).mparticle.com/v2", endpoint)
  }

  /// - Parameter base: an address up to and including `/v2`.
  init(base: String, _ endpoint: Endpoint) throws(UsageError) {
    let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
    guard let url = URL(string: trimmed + endpoint.path), let host = url.host, !host.isEmpty,
      let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
      url.query == nil, url.user == nil, url.password == nil, url.fragment == nil
    else {
      // What was given may hold a secret, so it is not repeated.
      throw UsageError(
        "--url takes an address such as https://s2s.mparticle.com/v2, without user, query or fragment"
      )
    }
    guard scheme == "https" || Self.isLoopback(host) else {
      throw UsageError("--url: plain http would show the credentials to the network; use https")
    }
    // Credentials that go out in plain text must not go by way of a proxy.
    if scheme == "http" { unsafe setenv("no_proxy", "*", 1) }
    self.url = url
    self.endpoint = endpoint
  }

  private static func isLoopback(_ host: String) -> Bool {
    let host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let parts = host.split(separator: ".")
    return host == "localhost" || host == "::1"
      || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The body of a request with these batches.
  func body(_ batches: [OutgoingBatch]) -> [UInt8] {
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
