import PipeCommon
import Testing

@testable import qsend

@Suite struct RequestIDTests {
  /// Digests of other implementations: of the bytes 0, 1, … 250, 0, 1 … up to a length.
  @Test(arguments: [
    (0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"),
    (1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"),
    (63, "e9bc37a594daad83be9470df7f7b3798297c3d834ce80ba85d6e207627b7db7b"),
    (64, "4eed7141ea4a5cd4b788606bd23f46e212af9cacebacdc7d1f4c6dc7f2511b98"),
    (65, "de1e5fa0be70df6d2be8fffd0e99ceaa8eb6e8c93a63f2d8d1c30ecb6b263dee"),
    (1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11"),
    (1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"),
    (1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"),
    (2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"),
    (2049, "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030"),
    (3072, "b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2"),
    (4096, "015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969"),
    (4097, "9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995"),
    (5121, "628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff"),
    (8193, "bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b"),
    (31744, "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47"),
    (102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"),
  ])
  func theDigestIsThatOfTheStandard(length: Int, expected: String) {
    let text = (0..<length).map { UInt8($0 % 251) }
    for level in VectorLevel.available {
      let digest = BLAKE3.bytes(BLAKE3.digest(text.span, level))
      let digits = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      #expect(digits.joined() == expected, "\(level)")
    }
  }

  @Test func whatMakesABatchItselfMakesItsID() {
    let body = Array("{}".utf8)
    let id = RequestID(replayID: "", batchID: [49], body: body.span)
    #expect(id == RequestID(replayID: "", batchID: [49], body: body.span))
    #expect(id != RequestID(replayID: "x", batchID: [49], body: body.span))
    #expect(id != RequestID(replayID: "", batchID: [50], body: body.span))
    #expect(id != RequestID(replayID: "", batchID: [49], body: (body + [32]).span))
    // The parts do not run into each other.
    #expect(
      RequestID(replayID: "a", batchID: [98], body: body.span)
        != RequestID(replayID: "ab", batchID: [], body: body.span))
  }

  /// Ids by a program of its own, written in another language from what is said of them. They must
  /// never change: an id that does is a batch that is taken twice.
  @Test(
    arguments: [
      ("", "", nil, Self.body, "4d07f000-4bc8-8adc-8af5-f36820a39d41"),
      ("again", "-7", nil, Self.body, "e2e8cc92-4d3d-8fca-9b5a-f952aa562e97"),
      ("", "5000000000000000001", nil, Self.exactBody, "b31fb9ff-6673-8785-87fd-fa0752128458"),
      ("é", "x", nil, Self.longBody, "97bd3504-c9e4-8308-853d-f24cd7258275"),
      ("", "1", 1, Self.body, "86966a93-569c-817d-8135-39e7dcb6ffb1"),
    ] as [(String, String, Int?, String, String)])
  func theIDIsThatOfAnotherProgram(
    replayID: String, batchID: String, part: Int?, body: String, expected: String
  ) {
    let id = RequestID(
      replayID: replayID, batchID: Array(batchID.utf8), part: part, body: body.utf8.span)
    #expect(id.text == expected)
  }

  private static let body = "{\"environment\":\"production\",\"mpid\":1}"
  private static let exactBody = body.replacing(":1}", with: ":9007199254740993}")
  private static let longBody =
    "{\"environment\":\"development\",\"a\":\"\(String(repeating: "y", count: 5000))\"}"

  @Test func theIDIsAUUIDOfVersionEight() throws {
    let body: [UInt8] = []
    let id = RequestID(replayID: "", batchID: [], body: body.span).text
    #expect(
      id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)
        != nil)
  }
}
