import PipeCommon

/// What came back for a request.
struct Answer: Sendable {
  let status: Int
  /// Seconds, if the server named a time.
  var retryAfter: Double?
  /// How much of the account's limits is used, the highest of all, if the server says so.
  var percentageUsed: Double?
  /// Which limit a 429 is about: `org`, `account`, `acceleration` and so on.
  var exceededLimit: String?
  /// The server's words, without secrets.
  var message = ""

  /// What is to be done about it.
  enum Consequence: Equatable {
    case accepted
    /// Some batch in it is at fault, or it is too large.
    case blame
    /// The same request may succeed later.
    case retry
    /// No request can succeed; why.
    case stop(String)
    /// This request failed: for what it holds, or as any other would. What to say if as any other.
    case failed(String)
  }

  var consequence: Consequence {
    switch status {
    case 202: .accepted
    case 400, 413: .blame
    case 408, 421, 425, 429, 499, 500...599: .retry
    case 300...399: .stop(says("sends elsewhere", "no redirect is followed, see --url"))
    case 401: .stop(says("wants other credentials", "see --credentials"))
    case 405: .stop(says("takes nothing at this address", "see --pod and --url"))
    case 407:
      .stop("a proxy on the way, not the server, wants credentials (HTTP 407); see https_proxy")
    case 403: .failed(says("refuses the credentials", "see --credentials and --pod"))
    case 404, 410: .failed(says("knows no such address", "see --pod and --url"))
    case 400...499: .failed(says("refuses the request", "its reference has no such answer"))
    default: .stop(says("gave an answer that is not in its reference", "see --url"))
    }
  }

  private func says(_ what: String, _ advice: String) -> String {
    "the server \(what) (HTTP \(status)); \(advice)"
  }

  /// Whether the next request may go over the same connection: not if the server behind it failed.
  var keepsConnection: Bool {
    switch consequence {
    case .accepted, .blame: true
    case .retry: status == 429
    case .stop, .failed: false
    }
  }
}

extension Answer {
  private static let longestWords = 200

  init(_ content: CurlResponse.Content, _ mask: SecretMask) {
    status = content.status
    retryAfter = content.headers.retryAfter()
    percentageUsed = content.headers.percentageUsed
    exceededLimit = content.headers.exceededLimit
    // Of an acceptance nobody reads the body.
    if status != 202 { message = Self.words(content.body, mask).visible() }
  }

  /// `errors[].message` if the server kept to its reference, else the body's beginning. What is cut
  /// was masked before: half a secret could not be told any more.
  private static func words(_ body: [UInt8], _ mask: SecretMask) -> String {
    if let errors = errors(body) { return mask.applied(to: errors) }
    return String(mask.applied(to: String(decoding: body, as: UTF8.self)).prefix(longestWords))
  }

  private static func errors(_ body: [UInt8]) -> String? {
    guard let json = try? JSONText(body.span) else { return nil }
    let view = json.view
    guard let errors = view.member(view.root, named: "errors")?.value,
      view.kind(errors) == .array
    else { return nil }
    var messages: [String] = []
    var next = view.firstElement(errors)
    while let error = next {
      if let text = view.member(error, named: "message")?.value, view.kind(text) == .string {
        messages.append(String(decoding: view.decoded(text), as: UTF8.self))
      }
      next = view.element(after: error)
    }
    return messages.isEmpty ? nil : messages.joined(separator: "; ")
  }
}
