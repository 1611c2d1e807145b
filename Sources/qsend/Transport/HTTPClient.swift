import PipeCommon
import Synchronization

/// Requests over connections that are kept open, as many as are under way at a time.
final class HTTPClient: Sendable {
  struct Settings: Sendable {
    let credentials: Credentials
    let headers: [String]
    /// Seconds until an answer.
    let timeout: Int
    /// A file of certificate authorities instead of the system's.
    let authorities: String?
    /// Whether the address is plain http, on this machine.
    let isPlain: Bool
    let server: (host: String, port: Int)
    /// Whether a variable names a proxy; libcurl decides whether it is for this server.
    let mayUseProxy: Bool
  }

  private let library: CurlLibrary
  private let settings: Settings
  private let mask: SecretMask
  /// Those that wait for a request, the longest first.
  private let idle = Mutex<[(connection: CurlConnection, since: ContinuousClock.Instant)]>([])

  /// How long a connection rests before it is used again: an answer too many follows at the heels of
  /// the right one, and on a connection that is quiet it is seen for what it is.
  private static let rest = Duration.milliseconds(100)
  /// If so many rest, the first is used all the same.
  private static let mostResting = 64

  init(_ credentials: Credentials, _ destination: Destination, timeout: Int) throws(IOError) {
    library = try CurlLibrary()
    mask = SecretMask(credentials.secret)
    settings = Settings(
      credentials: credentials,
      headers: [
        "Content-Type: application/json", "User-Agent: quarantine-replay/\(toolVersion)",
        // The server would be asked first whether it wants a large body.
        "Expect:",
      ], timeout: timeout, authorities: Self.authorities, isPlain: destination.isPlain,
      server: destination.server, mayUseProxy: !destination.isPlain && Self.hasProxy)
  }

  /// Posts a JSON body.
  ///
  /// - Parameters:
  ///   - anew: whether it must go over a new connection, the server's name looked up again:
  ///     what failed over a kept one may fail there for ever, because that server is being taken away.
  ///   - patience: seconds to wait for the answer, if fewer than usual.
  func post(
    _ body: [UInt8], to url: String, anew: Bool = false, patience: Double? = nil
  ) async -> Result<Answer, NoAnswer> {
    let usual = settings.timeout * 1000
    let milliseconds = min(Int(clamping: (patience ?? .infinity) * 1000), usual)
    // Who needs a new one takes one out as well: so they do not become more and more.
    let kept = kept()
    do throws(NoAnswer) {
      let connection = if let kept, !anew { kept } else { try CurlConnection(library, settings) }
      let answer = Answer(try await connection.post(body, to: url, milliseconds).get(), mask)
      if answer.keepsConnection { idle.withLock { $0.append((connection, .now)) } }
      return .success(answer)
    } catch {
      return .failure(NoAnswer(error.cause, mask.applied(to: error.detail)))
    }
  }

  /// Takes a connection out of those that wait; those on which something has come are thrown away.
  private func kept() -> CurlConnection? {
    while let connection = rested() {
      if !connection.hasStrayBytes { return connection }
    }
    return nil
  }

  private func rested() -> CurlConnection? {
    idle.withLock { idle in
      guard let first = idle.first,
        idle.count >= Self.mostResting || first.since.duration(to: .now) >= Self.rest
      else { return nil }
      return idle.removeFirst().connection
    }
  }

  private static var hasProxy: Bool {
    ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains {
      Environment.value($0).map { !$0.isEmpty } ?? false
    }
  }

  /// The variables that name a private authority: the usual one, and the one of Swift's own library.
  private static var authorities: String? {
    ["SSL_CERT_FILE", "URLSessionCertificateAuthorityInfoFile"].lazy
      .compactMap { Environment.value($0) }.first { !$0.isEmpty }
  }
}
