import PipeCommon

/// An option of the stand-in: the command line is read, and the help written, by one table.
struct StandInOption {
  typealias Group = (title: String, options: [StandInOption])

  let name: String
  /// What the value is called; `nil` for an option without one.
  let placeholder: String?
  let help: String
  let apply: (inout StandInSettings, String) throws(UsageError) -> Void

  private static func flag(
    _ name: String, _ help: String, _ apply: @escaping (inout StandInSettings) -> Void
  ) -> StandInOption {
    StandInOption(name: name, placeholder: nil, help: help) { (settings, _) in apply(&settings) }
  }

  private static func value(
    _ name: String, _ placeholder: String, _ help: String,
    _ apply: @escaping (inout StandInSettings, String) throws(UsageError) -> Void
  ) -> StandInOption {
    StandInOption(name: name, placeholder: placeholder, help: help, apply: apply)
  }

  static var help: String {
    let head = """
      EventsAPIStandIn: a stand-in for mParticle's Events API on the loopback interface

      """
    let text = groups.map { group in
      let lines = group.options.map { option in
        let name = option.placeholder.map { "\(option.name) \($0)" } ?? option.name
        return "  " + name.padded(to: 26) + " " + option.help + "\n"
      }
      return "\n\(group.title)\n" + lines.joined()
    }
    return head + text.joined() + """

      A KIND is a path without indices, with * for any key, and what is odd there:
        events[].data.custom_event_type="unknown"  a word that is not listed (="…" or =*)
        device_info.supports_telephony:string      a type that does not belong there (or :*)
        events[].data.location.latitude:missing    a member that must be there

      """
  }

  static var groups: [Group] {
    [
      (
        "Where",
        [
          .value("--port-file", "FILE", "gets the port once requests are taken") {
            $0.portFile = $1
          },
          .value("--key", "KEY", "the key that it knows (key)") { $0.key = $1 },
          .value("--secret", "SECRET", "its secret (secret)") { $0.secret = $1 },
        ]
      ),
      (
        "What can be seen",
        [
          .value("--accepted", "FILE", "batches taken, one a line, byte for byte") {
            $0.accepted = $1
          },
          .value("--dropped", "FILE", "batches that bulk requests lost in silence") {
            $0.dropped = $1
          },
          .value("--duplicates", "FILE", "batches whose id was seen before") {
            $0.duplicates = $1
          },
          .value("--requests", "FILE", "a line for each: path, batches, status, fate") {
            $0.requests = $1
          },
          .value("--trace", "FILE", "a line for each second: batches, 429s, 202s") {
            $0.trace = $1
          },
        ]
      ),
      (
        "What it takes",
        [
          .flag("--strict", "as the published schema; bulk requests drop the rest") {
            $0.isStrict = true
          },
          .value("--takes", "KIND", "takes it although the table would not") {
            (settings, text) throws(UsageError) in settings.taken.insert(try Kind(text))
          },
          .value("--refuses", "KIND", "refuses it although the table would take it") {
            (settings, text) throws(UsageError) in settings.refused.insert(try Kind(text))
          },
          .value(
            "--takes-first", "N:KIND", "takes it in the first N single requests that have it"
          ) {
            (settings, text) throws(UsageError) in try settings.takeAtFirst(text)
          },
          .value("--refuse", "TEXT", "400 for every request that holds this text") {
            $0.refusedText = $1
          },
          .flag("--deduplicate", "drops batches whose id was seen before") {
            $0.deduplicates = true
          },
        ]
      ),
      (
        "How much",
        [
          .value("--rate", "N", "batches a second; more is answered with 429") {
            (settings, text) throws(UsageError) in
            settings.schedule.set(
              try OptionValue.integer(text, in: 1...1_000_000, "--rate"), from: 0)
          },
          .value("--rate-schedule", "STEPS", "10:135,20:270 is 135 from second 10 on, …") {
            (settings, text) throws(UsageError) in try settings.schedule.add(text)
          },
          .value("--window", "SECONDS", "over which the rate is averaged (1)") {
            (settings, text) throws(UsageError) in
            settings.window = try StandInSettings.decimal(text, in: 0.001...3600, "--window")
          },
          .value("--acceleration", "N", "by how much the rate may rise in a second") {
            (settings, text) throws(UsageError) in
            settings.acceleration = try OptionValue.integer(
              text, in: 1...1_000_000, "--acceleration")
          },
          .flag("--retry-after", "429s say when to come back") { $0.tellsWhenToRetry = true },
        ]
      ),
      (
        "What befalls",
        [
          .value("--answers", "LIST", "503,429:1,0,202 for the first requests; 0 hangs up") {
            (settings, text) throws(UsageError) in
            settings.answers = try StandInSettings.ScriptedAnswer.list(text)
          },
          .value("--think", "MS", "milliseconds that every answer takes") {
            (settings, text) throws(UsageError) in
            settings.think = try OptionValue.integer(text, in: 0...600_000, "--think")
          },
          .value("--chaos", "P[:SEED]", "misfortunes with this probability") {
            (settings, text) throws(UsageError) in settings.chaos = try Chaos(text)
          },
          .flag("--help", "this text") { $0.wantsHelp = true },
        ]
      ),
    ]
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: " ", count: max(length - count, 0))
  }
}
