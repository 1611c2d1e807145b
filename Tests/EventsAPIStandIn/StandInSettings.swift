import PipeCommon

/// How the stand-in behaves.
struct StandInSettings {
  /// Where the port's number goes once requests are taken.
  var portFile = "/dev/stdout"
  /// Where the batches go that were taken.
  var accepted: String?
  /// Where the batches go that a bulk request has lost in silence.
  var dropped: String?
  /// Where the batches go whose id had been seen.
  var duplicates: String?
  /// Where a line for each request goes: path, number of batches, status, what befell it.
  var requests: String?
  /// Where a line for each second goes.
  var trace: String?
  /// Whether it takes only what the published schema takes, and drops bad batches in silence.
  var isStrict = false
  /// What it takes although its table would not.
  var taken: Set<Kind> = []
  /// What it refuses although its table would take it.
  var refused: Set<Kind> = []
  /// What it takes in the first so many single requests that have it.
  var takenAtFirst: [Kind: Int] = [:]
  /// Whether a batch whose id was seen before is dropped.
  var deduplicates = false
  /// Answers for the first requests, whatever they hold.
  var answers: [ScriptedAnswer] = []
  /// A request that holds this text is answered with 400.
  var refusedText: String?
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
  var wantsHelp = false

  /// An answer told in advance: `503`, or `429:1` with a `Retry-After` of one second; `0` closes the
  /// connection without one.
  struct ScriptedAnswer {
    let status: Int
    let retryAfter: Int?

    /// Reads a list such as `503,429:1,202`.
    static func list(_ text: String) throws(UsageError) -> [ScriptedAnswer] {
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
  }

  init(_ arguments: some Collection<String>) throws(UsageError) {
    let options = StandInOption.groups.flatMap(\.options)
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      guard let option = options.first(where: { $0.name == (name == "-h" ? "--help" : name) })
      else {
        throw UsageError(
          "unknown option '\(name)'"
            + Spelling.suggestion(for: name, among: options.map(\.name)))
      }
      guard let value = option.placeholder == nil ? "" : rest.popFirst() else {
        throw UsageError("\(name) needs a value")
      }
      try option.apply(&self, value)
    }
  }

  /// Takes what `20:device_info.platform=*` names, in the first 20 single requests that have it.
  mutating func takeAtFirst(_ text: String) throws(UsageError) {
    guard let colon = text.firstIndex(of: ":"), let count = Int(text[..<colon]) else {
      throw UsageError(
        "--takes-first takes a number and a kind such as 20:device_info.platform=*, not '\(text)'")
    }
    takenAtFirst[try Kind(String(text[text.index(after: colon)...]))] = count
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
}
