import PipeCommon

/// What a journal belongs to: with any of it changed, ids or addresses would be others, and going on
/// would send batches twice, or to the wrong place.
struct JournalBinding {
  let address: String
  let replayID: String
  let endpoint: Options.EndpointMode
  let joins: Bool
  /// Only a salted digest of it is written; `nil` in a rehearsal.
  let key: String?
  var salt: String

  init(_ options: Options) {
    address = options.destination?.base ?? ""
    replayID = options.replayID
    endpoint = options.endpoint
    joins = options.joins
    key = options.credentials?.key
    salt = (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }.joined()
  }

  /// Tells whether the key is the same one without giving it away.
  var keyDigest: String {
    guard let key else { return "" }
    return BLAKE3.digest("\(salt):\(key)".utf8.span)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
