import PipeCommon

/// The `source_request_id` of a batch: what mParticle deduplicates on for 30 to 60 days.
///
/// It is a digest of everything that makes the batch this batch, and of nothing else, so a batch
/// sent twice has one id, whenever and in whatever company it is sent.
///
/// Two different batches never share one: the body's 256 bits go into a second digest beside the
/// other parts, each with its length in front, so two batches with one id would be two texts with
/// the same 122 bits of BLAKE3. By chance that takes 10¹⁸ batches; nobody knows how to make such a
/// pair in fewer than 2⁶¹ steps.
struct RequestID: Equatable, Sendable {
  /// The version of ids and wire form: it changes with either, so that no body sent by one version
  /// passes for another's.
  static let formatVersion = "quarantine-replay/2"

  private let high: UInt64
  private let low: UInt64

  /// - Parameters:
  ///   - replayID: the user's word for this replay.
  ///   - batchID: the text of the original `batch_id`, empty if there is none.
  ///   - part: the number of the part, if the batch was split: two parts may be the same to the byte.
  ///   - body: the wire form without the id.
  init(replayID: String, batchID: [UInt8], part: Int? = nil, body: Span<UInt8>) {
    var text: [UInt8] = []
    text.reserveCapacity(128)
    func add(_ piece: some Sequence<UInt8>, count: Int) {
      text += "\(count):".utf8
      text += piece
    }
    add(Self.formatVersion.utf8, count: Self.formatVersion.utf8.count)
    add(replayID.utf8, count: replayID.utf8.count)
    add(batchID, count: batchID.count)
    let part = part.map { "part \($0)" } ?? ""
    add(part.utf8, count: part.utf8.count)
    text += BLAKE3.bytes(BLAKE3.digest(body))
    let id = BLAKE3.digest(text.span)
    // The first 122 bits as a UUID of version 8 (RFC 9562, for one's own digests).
    high = Self.word(id[0], id[1]) & ~0xF000 | 0x8000
    low = Self.word(id[2], id[3]) & ~(0b11 << 62) | 0b10 << 62
  }

  /// The id of a batch that several records share.
  ///
  /// - Parameter records: the id that each has by itself, in the order of the batch.
  init(replayID: String, sharedBy records: [RequestID], body: Span<UInt8>) {
    var ids = Array("\(records.count) shared".utf8)
    for record in records { record.append(to: &ids) }
    self.init(replayID: replayID, batchID: ids, body: body)
  }

  /// Half of it, where that is enough.
  var fingerprint: UInt64 { low }

  /// The number that eight bytes of a digest are, the first one highest.
  private static func word(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first.byteSwapped) << 32 | UInt64(second.byteSwapped)
  }

  /// In the usual spelling of UUIDs: 36 characters.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  private var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    append(to: &bytes)
    return bytes
  }

  /// Appends the 36 characters.
  func append(to text: inout [UInt8]) {
    for place in 0..<32 {
      if place == 8 || place == 12 || place == 16 || place == 20 {
        text.append(UInt8(ascii: "-"))
      }
      let word = place < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - place % 16 * 4)) & 15
      text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  /// The beginning of a body with an id, up to the id.
  private static let opening = Array("{\"source_request_id\":\"".utf8)

  /// How much longer a body is with its id.
  static let memberLength = opening.count + 36 + 2 - 1

  /// A body with its id in front: it has members, `environment` at least.
  func wire(_ body: Span<UInt8>) -> [UInt8] {
    var wire: [UInt8] = []
    wire.reserveCapacity(body.count + Self.memberLength)
    wire += Self.opening
    append(to: &wire)
    wire += [UInt8(ascii: "\""), UInt8(ascii: ",")]
    wire.append(contentsOf: body.extracting(1..<body.count))
    return wire
  }
}
