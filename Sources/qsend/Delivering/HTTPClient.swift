import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests over connections that are kept open. The only file that knows the HTTP library.
///
/// No redirect is followed, no cookie kept, no answer cached; of a body only the beginning is read
/// into memory. Certificates are checked against the system's authorities, or those in the file
/// that `URLSessionCertificateAuthorityInfoFile` names in the environment.
final class HTTPClient: NSObject, Sendable {
  /// No answer: the connection failed, was cut off, or took too long.
  struct NoAnswer: Error {
    let reason: String
  }

  private static let bodyLimit = 1 << 14

  private struct Exchange {
    let continuation: CheckedContinuation<Result<Answer, NoAnswer>, Never>
    var response: HTTPURLResponse?
    var body: [UInt8] = []
  }

  private let authorization: String
  private let configuration: URLSessionConfiguration
  private let exchanges = Mutex<[Int: Exchange]>([:])
  private let session = Mutex<URLSession?>(nil)

  /// - Parameters:
  ///   - timeout: seconds without an answer.
  ///   - connections: how many are kept open at most.
  init(_ credentials: Credentials, timeout: Int, connections: Int) {
    authorization = credentials.authorization
    configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = TimeInterval(timeout)
    configuration.timeoutIntervalForResource = TimeInterval(timeout)
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.httpShouldSetCookies = false
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    super.init()
    session.withLock {
      $0 = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    }
  }

  /// Posts a JSON body.
  func post(_ body: [UInt8], to url: URL) async -> Result<Answer, NoAnswer> {
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(body)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue(authorization, forHTTPHeaderField: "Authorization")
    guard let task = session.withLock({ $0?.dataTask(with: request) }) else {
      return .failure(NoAnswer(reason: "the connection was closed"))
    }
    return await withCheckedContinuation { continuation in
      exchanges.withLock { $0[task.taskIdentifier] = Exchange(continuation: continuation) }
      task.resume()
    }
  }

  /// Closes the connections; what is under way fails.
  func close() {
    session.withLock {
      $0?.invalidateAndCancel()
      $0 = nil
    }
  }
}

extension HTTPClient: URLSessionDataDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    exchanges.withLock { $0[task.taskIdentifier]?.response = response }
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    exchanges.withLock {
      $0[dataTask.taskIdentifier]?.response = response as? HTTPURLResponse
    }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    exchanges.withLock { exchanges in
      let room = Self.bodyLimit - (exchanges[dataTask.taskIdentifier]?.body.count ?? 0)
      if room > 0 { exchanges[dataTask.taskIdentifier]?.body += data.prefix(room) }
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    guard let exchange = exchanges.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else {
      return
    }
    let response = exchange.response ?? task.response as? HTTPURLResponse
    // Of an acceptance the body does not matter, so neither does whether it came whole.
    if let response, error == nil || response.statusCode == 202 {
      exchange.continuation.resume(returning: .success(answer(response, exchange.body)))
    } else {
      let reason = error?.localizedDescription ?? "no answer"
      exchange.continuation.resume(returning: .failure(NoAnswer(reason: reason)))
    }
  }

  private func answer(_ response: HTTPURLResponse, _ body: [UInt8]) -> Answer {
    // One page of the reference spells the header without its hyphen.
    let retryAfter = ["Retry-After", "RetryAfter"].lazy
      .compactMap { response.value(forHTTPHeaderField: $0) }
      .compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
      .first { $0.isFinite && $0 >= 0 }
    return Answer(
      status: response.statusCode, retryAfter: retryAfter.map { min($0, 86_400) }, body: body)
  }
}
