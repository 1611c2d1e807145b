import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Requests over connections that are kept open. The only file that knows the HTTP library.
///
/// No redirect is followed, no cookie kept, no answer cached, no challenge answered; of a body only
/// the beginning is read into memory. What the library does not do by itself is done here: an answer
/// has a deadline, and a refusal counts though the library calls it an error.
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
  /// Seconds.
  private let timeout: Int
  private let exchanges = Mutex<[ObjectIdentifier: Exchange]>([:])
  private let kept = Mutex<URLSession?>(nil)
  private let fresh = Mutex<URLSession?>(nil)

  /// - Parameters:
  ///   - timeout: seconds until an answer.
  ///   - connections: how many are kept open at most.
  init(_ credentials: Credentials, timeout: Int, connections: Int) {
    authorization = credentials.authorization
    self.timeout = timeout
    super.init()
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = TimeInterval(timeout)
    configuration.httpMaximumConnectionsPerHost = connections
    configuration.httpShouldSetCookies = false
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    kept.withLock {
      $0 = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    }
    fresh.withLock {
      $0 = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    }
  }

  /// Posts a JSON body.
  ///
  /// - Parameter isFresh: over a connection of its own. The library sends a request again without
  ///   its body when a kept connection turns out to be closed; what is tried again, or about to be
  ///   called refused, must not suffer that.
  func post(_ body: [UInt8], to url: URL, isFresh: Bool) async -> Result<Answer, NoAnswer> {
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(body)
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue(authorization, forHTTPHeaderField: "Authorization")
    if isFresh { request.setValue("close", forHTTPHeaderField: "Connection") }
    let session = isFresh ? fresh.withLock { $0 } : kept.withLock { $0 }
    guard let task = session?.dataTask(with: request) else {
      return .failure(NoAnswer(reason: "the connection was closed"))
    }
    let deadline = Task {
      try await Task.sleep(for: .seconds(timeout))
      end(task, .failure(NoAnswer(reason: "no answer within \(timeout) s")))
      task.cancel()
    }
    defer { deadline.cancel() }
    return await withCheckedContinuation { continuation in
      exchanges.withLock { $0[ObjectIdentifier(task)] = Exchange(continuation: continuation) }
      task.resume()
    }
  }

  /// Hands over a result, once.
  private func end(_ task: URLSessionTask, _ result: Result<Answer, NoAnswer>) {
    let exchange = exchanges.withLock { $0.removeValue(forKey: ObjectIdentifier(task)) }
    exchange?.continuation.resume(returning: result)
  }
}

extension HTTPClient: URLSessionDataDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    exchanges.withLock { $0[ObjectIdentifier(task)]?.response = response }
    completionHandler(nil)
  }

  /// The credentials went with the request; a challenge means that they were refused.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    completionHandler(.rejectProtectionSpace, nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse {
      exchanges.withLock { $0[ObjectIdentifier(dataTask)]?.response = response }
      // Of an acceptance the body does not matter, nor whether it ever ends.
      if response.statusCode == 202 { end(dataTask, .success(answer(response, []))) }
    }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let key = ObjectIdentifier(dataTask)
    exchanges.withLock { exchanges in
      let room = Self.bodyLimit - (exchanges[key]?.body.count ?? 0)
      if room > 0 { exchanges[key]?.body += data.prefix(room) }
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let exchange = exchanges.withLock { $0[ObjectIdentifier(task)] }
    guard let exchange else { return }
    let response = exchange.response ?? task.response as? HTTPURLResponse
    if let response, error == nil || [401, 403].contains(response.statusCode) {
      end(task, .success(answer(response, exchange.body)))
    } else {
      end(task, .failure(NoAnswer(reason: error.map(reason) ?? "no answer")))
    }
  }

  private func reason(_ error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .timedOut: "no answer within \(timeout) s"
    case .cannotFindHost: "the server's name is not known"
    case .cannotConnectToHost: "the connection was refused"
    case .networkConnectionLost: "the connection was cut off"
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasUnknownRoot:
      "the server's certificate is not trusted"
    default: error.localizedDescription
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
