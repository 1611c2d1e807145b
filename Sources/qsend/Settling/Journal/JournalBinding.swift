import PipeCommon

/// What a journal belongs to: with any of it changed, ids or addresses would be others, and going on
/// would send batches twice, or to the wrong place.
struct JournalBinding {
  /// Something that must be the same, as it stands in the journal.
  struct Tie {
    let name: String
    let value: String
    /// What it is called in a message.
    let what: String
    /// What the user can do about another one.
    var advice = "give the same, or name another journal for this replay"
    /// Whether `--rebind` goes on with another one.
    var canBeRebound = false
  }

  /// Only a salted digest of it is written; `nil` in a rehearsal.
  private let key: String?
  private let fixed: [Tie]
  private(set) var salt = (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }
    .joined()

  init(_ options: Options) {
    key = options.credentials?.key
    let address = options.destination.map {
      Tie(name: "address", value: $0.base, what: "address")
    }
    fixed =
      [address].compactMap { $0 } + [
        Tie(
          name: "ids", value: RequestID.formatVersion, what: "version of the ids",
          advice: Self.rebind, canBeRebound: true),
        Tie(name: "replay_id", value: options.replayID, what: "--replay-id"),
        Tie(name: "endpoint", value: options.endpoint.rawValue, what: "--endpoint"),
        Tie(name: "options", value: options.whatIsSent, what: "choice of what is sent"),
      ]
  }

  private static let rebind = "--rebind goes on with this one behind what is settled"

  /// The same with the salt of a journal that is there.
  func salted(with salt: String) -> JournalBinding {
    var binding = self
    binding.salt = salt
    return binding
  }

  /// Everything that must be the same.
  var ties: [Tie] {
    guard let key else { return fixed }
    let digest = BLAKE3.bytes(BLAKE3.digest("\(salt):\(key)".utf8.span))
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let tie = Tie(
      name: "key_digest", value: digest, what: "API key", advice: Self.rebind, canBeRebound: true)
    return fixed + [tie]
  }
}
