/// What can befall a request on its way to a server, in it, and on the way back.
enum Misfortune {
  /// The server does nothing but answer with this status.
  case refused(status: Int, retryAfter: Int?)
  /// The connection is reset before the body was read.
  case resetBeforeBody
  /// The batches are accepted, then the connection is reset instead of an answer.
  case resetAfterProcessing
  case delayed(milliseconds: Int)
  /// The batches are accepted, and the answer ends within its headers.
  case cutInHeaders
  /// The batches are accepted, and the answer ends within its body.
  case cutInBody
  /// What comes back is not HTTP.
  case garbage([UInt8])

  /// Whether the server never comes to see what the request holds.
  var keepsFromProcessing: Bool {
    switch self {
    case .refused, .resetBeforeBody, .garbage: true
    case .resetAfterProcessing, .delayed, .cutInHeaders, .cutInBody: false
    }
  }

  /// Its word in the log of requests.
  var name: String {
    switch self {
    case .refused: "refused"
    case .resetBeforeBody: "reset-before-body"
    case .resetAfterProcessing: "reset-after-processing"
    case .delayed: "delayed"
    case .cutInHeaders: "cut-in-headers"
    case .cutInBody: "cut-in-body"
    case .garbage: "garbage"
    }
  }
}
