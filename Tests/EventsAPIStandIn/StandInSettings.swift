import PipeCommon

/// How the stand-in behaves.
struct StandInSettings {
  /// Where the port's number goes once requests are taken.
  var portFile = "/dev/stdout"
  /// Where accepted batches go, one a line, byte for byte as they came.
  var accepted: String?
  /// Where a line for each request goes: path, number of batches, status.
  var requests: String?
  /// Answers for the first requests, whatever they hold.
  var answers: [ScriptedAnswer] = []
  /// A request that holds this text is answered with 400.
  var refused: String?
  /// Batches a second; above, the answer is 429.
  var rate: Int?
  var key = "key"
  var secret = "secret"

  /// An answer told in advance: `503`, or `429:1` with a `Retry-After` of one second; `0` closes the
  /// connection without one.
  struct ScriptedAnswer {
    let status: Int
    let retryAfter: Int?
  }

  init(_ arguments: some Collection<String>) throws(UsageError) {
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw UsageError("\(name) needs a value") }
      switch name {
      case "--port-file": portFile = value
      case "--accepted": accepted = value
      case "--requests": requests = value
      case "--answers": answers = try value.split(separator: ",").map(Self.answer)
      case "--refuse": refused = value
      case "--rate": rate = try OptionValue.integer(value, in: 1...1_000_000, name)
      case "--key": key = value
      case "--secret": secret = value
      default: throw UsageError("unknown option '\(name)'")
      }
    }
  }

  private static func answer(_ text: Substring) throws(UsageError) -> ScriptedAnswer {
    let parts = text.split(separator: ":").map { Int($0) }
    guard let status = parts.first ?? nil, status == 0 || (100...599).contains(status) else {
      throw UsageError("--answers takes statuses such as 503,429:1,202, not '\(text)'")
    }
    return ScriptedAnswer(status: status, retryAfter: parts.dropFirst().first ?? nil)
  }

  static func write(_ text: String, to path: String) throws(IOError) {
    // Whoever waits for the file must not find it half written.
    let isPlain = !path.hasPrefix("/dev/")
    try FileDescriptor(writing: isPlain ? path + ".new" : path).write(text.utf8.span)
    if isPlain { unsafe rename(path + ".new", path) }
  }
}
