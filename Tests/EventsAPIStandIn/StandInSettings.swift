import PipeCommon

/// How the stand-in behaves.
struct StandInSettings {
  /// Where the port's number goes once requests are taken.
  var portFile = "/dev/stdout"
  /// Where accepted batches go, one a line, byte for byte as they came.
  var accepted: String?
  /// Where a line for each request goes: path, number of batches, status, what befell it.
  var requests: String?
  /// Where a line for each second goes.
  var trace: String?
  /// Answers for the first requests, whatever they hold.
  var answers: [ScriptedAnswer] = []
  /// A request that holds this text is answered with 400.
  var refused: String?
  /// Batches a second, from when on; above, the answer is 429.
  var schedule = RateSchedule()
  /// Seconds over which the rate is averaged.
  var window = 1.0
  /// By how many batches a second the rate may rise from one second to the next.
  var acceleration: Int?
  /// Whether a 429 says when to come back.
  var tellsWhenToRetry = false
  /// Milliseconds that every answer takes.
  var think = 0
  var chaos: Chaos?
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
      if name == "--retry-after" {
        tellsWhenToRetry = true
        continue
      }
      guard let value = rest.popFirst() else { throw UsageError("\(name) needs a value") }
      try set(name, value)
    }
  }

  private mutating func set(_ name: String, _ value: String) throws(UsageError) {
    switch name {
    case "--port-file": portFile = value
    case "--accepted": accepted = value
    case "--requests": requests = value
    case "--trace": trace = value
    case "--answers": answers = try Self.answers(value)
    case "--refuse": refused = value
    case "--rate":
      schedule.set(try OptionValue.integer(value, in: 1...1_000_000, name), from: 0)
    case "--rate-schedule": try schedule.add(value)
    case "--window": window = try Self.decimal(value, in: 0.001...3600, name)
    case "--acceleration":
      acceleration = try OptionValue.integer(value, in: 1...1_000_000, name)
    case "--think": think = try OptionValue.integer(value, in: 0...600_000, name)
    case "--chaos": chaos = try Chaos(value)
    case "--key": key = value
    case "--secret": secret = value
    default: throw UsageError("unknown option '\(name)'")
    }
  }

  private static func answers(_ text: String) throws(UsageError) -> [ScriptedAnswer] {
    var answers: [ScriptedAnswer] = []
    for word in text.split(separator: ",") {
      let parts = word.split(separator: ":").map { Int($0) }
      guard let status = parts.first ?? nil, status == 0 || (100...599).contains(status) else {
        throw UsageError("--answers takes statuses such as 503,429:1,202, not '\(word)'")
      }
      answers.append(ScriptedAnswer(status: status, retryAfter: parts.dropFirst().first ?? nil))
    }
    return answers
  }

  /// A number that may have a fraction.
  static func decimal(
    _ text: some StringProtocol, in range: ClosedRange<Double>, _ option: String
  ) throws(UsageError) -> Double {
    guard let value = Double(text), range.contains(value) else {
      throw UsageError(
        "\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
    return value
  }

  static func write(_ text: String, to path: String) throws(IOError) {
    // Whoever waits for the file must not find it half written.
    let isPlain = !path.hasPrefix("/dev/")
    try FileDescriptor(writing: isPlain ? path + ".new" : path).write(text.utf8.span)
    if isPlain { unsafe rename(path + ".new", path) }
  }
}
