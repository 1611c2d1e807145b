import PipeCommon

/// The `source_request_id` of a batch: what mParticle deduplicates on for 30 to 60 days.
///
/// It is a digest of everything that makes the batch this batch, and of nothing else, so a batch
/// sent twice has one id, whenever and in whatever company it is sent.
enum RequestID {
  /// Changes whenever the wire form does, so that different bodies never share an id.
  private static let formatVersion = "quarantine-replay/1"

  /// - Parameters:
  ///   - replayID: the user's word for this replay.
  ///   - batchID: the text of the original `batch_id`, empty if there is none.
  ///   - part: the number of the part, if the batch was split: two parts may be the same to the byte.
  ///   - body: the wire form without the id.
  static func make(
    replayID: String, batchID: [UInt8], part: Int? = nil, body: [UInt8]
  ) -> String {
    var digest = SHA256()
    let version = Array((formatVersion + (part.map { "/part \($0)" } ?? "")).utf8)
    for part in [version, Array(replayID.utf8), batchID, body] {
      // The length in front keeps the parts apart.
      digest.update("\(part.count):".utf8.span)
      digest.update(part.span)
    }
    return uuid(digest.finish())
  }

  /// How much longer a body is with its id.
  static let memberLength = insert(make(replayID: "", batchID: [], body: []), into: [0]).count - 1

  /// Puts the id in front: the body has members, `environment` at least.
  static func insert(_ id: String, into body: [UInt8]) -> [UInt8] {
    Array("{\"source_request_id\":\"\(id)\",".utf8) + body.dropFirst()
  }

  /// The first 122 bits as a UUID of version 8 (RFC 9562, for one's own digests).
  private static func uuid(_ digest: [UInt8]) -> String {
    var bytes = Array(digest.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (place, byte) in bytes.enumerated() {
      if place == 4 || place == 6 || place == 8 || place == 10 { text.append(UInt8(ascii: "-")) }
      for half in [byte >> 4, byte & 15] {
        text.append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
