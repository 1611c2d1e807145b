import PipeCommon

/// What came back for a request.
struct Answer: Sendable {
  let status: Int
  /// Seconds, if the server named a time.
  let retryAfter: Double?
  /// How much of the account's limits is used, the highest of all, if the server says so.
  var percentageUsed: Double?
  /// Which limit a 429 is about: `org`, `account`, `acceleration` and so on.
  var exceededLimit: String?
  /// The beginning of the body.
  var body: [UInt8]

  /// What is to be done about it.
  enum Consequence: Equatable {
    case accepted
    /// Some batch in it is at fault.
    case blame
    case retry
    case stop(String)
  }

  var consequence: Consequence {
    switch status {
    case 202: .accepted
    case 400, 413: .blame
    case 408, 429, 500...599: .retry
    case 401, 403: .stop("the server refuses the credentials (HTTP \(status))")
    case 300...399:
      .stop("the server answers with a redirect (HTTP \(status)), which is not followed; see --url")
    case 404, 405: .stop("the server knows no such address (HTTP \(status)); see --pod and --url")
    default: .stop("the server gave an answer that is not in its reference (HTTP \(status))")
    }
  }

  /// The server's words: `errors[].message` if it kept to its reference, else the body's beginning.
  var message: String { words.visible() }

  private var words: String {
    let fallback = String(decoding: body.prefix(200), as: UTF8.self)
    guard let json = try? JSONText(body.span) else { return fallback }
    let view = json.view
    guard let errors = view.member(view.root, named: "errors")?.value,
      view.kind(errors) == .array
    else { return fallback }
    var messages: [String] = []
    var next = view.firstElement(errors)
    while let error = next {
      if let text = view.member(error, named: "message")?.value, view.kind(text) == .string {
        messages.append(String(decoding: view.decoded(text), as: UTF8.self))
      }
      next = view.element(after: error)
    }
    return messages.isEmpty ? fallback : messages.joined(separator: "; ")
  }
}
