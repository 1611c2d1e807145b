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
    /// libcurl's number.
    let code: Int32
    /// libcurl's words.
    let explanation: String

    var reason: String {
      switch code {
      case 6: "the server's name is not known"
      case 7: "the connection was refused"
      case 28: "no answer in time (see --timeout)"
      case 51, 60: "the server's certificate is not trusted (SSL_CERT_FILE names other authorities)"
      case 52, 56: "the connection was closed without an answer"
      case 77: "the certificate authorities that SSL_CERT_FILE names cannot be read"
      default: explanation
      }
    }

    /// Whether trying again can help: a certificate that is not trusted stays so.
    var isFinal: Bool { [51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91].contains(code) }
  }

  private let library: CurlLibrary
  /// A server may send back what it was sent.
  private let secrets: [String]
  private let settings: Settings
  private let idle = Mutex<[CurlConnection]>([])

  init(_ credentials: Credentials, _ destination: Destination, timeout: Int) throws(IOError) {
    library = try CurlLibrary()
    secrets = credentials.secrets
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
      return .failure(NoAnswer(code: 27, explanation: "out of memory"))
    }
    let result = await connection.post(body, to: url)
    idle.withLock { $0.append(connection) }
    return result.map(redacted)
  }

  private func redacted(_ answer: Answer) -> Answer {
    var answer = answer
    guard answer.status != 202, !answer.body.isEmpty else { return answer }
    var text = String(decoding: answer.body, as: UTF8.self)
    for secret in secrets { text = text.replacing(secret, with: "…") }
    answer.body = Array(text.utf8)
    return answer
  }

  /// The variables that name a private authority: the usual one, and the one of Swift's own library.
  private static var authorities: String? {
    ["SSL_CERT_FILE", "URLSessionCertificateAuthorityInfoFile"].lazy
      .compactMap { Environment.value($0) }.first { !$0.isEmpty }
  }
}
