import PipeCommon

/// What a journal belongs to: with any of it changed, ids or addresses would be others, and going on
/// would send batches twice, or to the wrong place.
struct JournalBinding {
  /// Something that must be the same, as it stands in the journal.
  struct Tie {
    let name: String
    let value: String
    /// What it is called in a message, and what the user can do.
    let words: String
    /// Whether `--rebind` goes on with another one.
    var canBeRebound = false
  }

  private static let another = "name another journal for this replay"

  /// Only a salted digest of it is written; `nil` in a rehearsal.
  private let key: String?
  private let fixed: [Tie]
  private(set) var salt = (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }
    .joined()

  init(_ options: Options) {
    key = options.credentials?.key
    let address = options.destination.map {
      Tie(name: "address", value: $0.base, words: "address; \(Self.another)")
    }
    fixed =
      [address].compactMap { $0 } + [
        Tie(
          name: "ids", value: RequestID.formatVersion,
          words: "version of the ids; --rebind goes on with this one", canBeRebound: true),
        Tie(
          name: "replay_id", value: options.replayID,
          words: "--replay-id; give that one, or \(Self.another)"),
        Tie(
          name: "endpoint", value: options.endpoint.rawValue,
          words: "--endpoint; give that one, or \(Self.another)"),
        Tie(
          name: "options", value: options.whatIsSent,
          words: "choice of what is sent; give the same options, or \(Self.another)"),
      ]
  }

  /// The same with the salt of a journal that is there.
  func salted(with salt: String) -> JournalBinding {
    var binding = self
    binding.salt = salt
    return binding
  }

  /// Everything that must be the same.
  var ties: [Tie] {
    guard let key else { return fixed }
    let digest = BLAKE3.digest("\(salt):\(key)".utf8.span)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let tie = Tie(
      name: "key_digest", value: digest,
      words: "API key, by which the server knows ids again; --rebind goes on with this one",
      canBeRebound: true)
    return fixed + [tie]
  }
}
