import PipeCommon
import Synchronization

/// Requests over connections that are kept open, as many as are under way at a time.
final class HTTPClient: Sendable {
  struct Settings: Sendable {
    let headers: [String]
    /// Seconds until an answer.
    let timeout: Int
    /// A file of certificate authorities instead of the system's.
    let authorities: String?
    /// Whether the address is plain http, on this machine.
    let isPlain: Bool
  }

  /// No answer: the connection failed, was cut off, or took too long.
  struct NoAnswer: Error {
    let code: Int32
    let reason: String

    /// Whether trying again can help: a certificate that is not trusted stays so.
    var isFinal: Bool { [51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91].contains(code) }
  }

  private let library: CurlLibrary
  private let settings: Settings
  private let idle = Mutex<[CurlConnection]>([])

  init(_ credentials: Credentials, _ destination: Destination, timeout: Int) throws(IOError) {
    library = try CurlLibrary()
    settings = Settings(
      headers: [
        "Content-Type: application/json", "Authorization: \(credentials.authorization)",
        "User-Agent: quarantine-replay/\(toolVersion)",
        // The server would be asked first whether it wants a large body.
        "Expect:",
      ], timeout: timeout, authorities: Self.authorities, isPlain: destination.isPlain)
  }

  /// Posts a JSON body.
  func post(_ body: [UInt8], to url: String) async -> Result<Answer, NoAnswer> {
    let kept = idle.withLock { $0.popLast() }
    guard let connection = kept ?? CurlConnection(library, settings) else {
      return .failure(NoAnswer(code: 27, reason: "out of memory"))
    }
    let result = await connection.post(body, to: url)
    idle.withLock { $0.append(connection) }
    return result
  }

  /// The variables that name a private authority: the usual one, and the one of Swift's own library.
  private static var authorities: String? {
    ["SSL_CERT_FILE", "URLSessionCertificateAuthorityInfoFile"].lazy
      .compactMap { Environment.value($0) }.first { !$0.isEmpty }
  }
}
