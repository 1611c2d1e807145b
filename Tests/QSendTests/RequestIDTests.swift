import Testing

@testable import qsend

@Suite struct RequestIDTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func theDigestIsThatOfTheStandard(text: String, expected: String) {
    #expect(hex(text) == expected)
  }

  @Test func aMillionBytesInPieces() {
    var digest = SHA256()
    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 997)
    for _ in 0..<1003 { digest.update(piece.span) }
    let rest = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000 - 997 * 1003 + 0)
    digest.update(rest.span)
    #expect(
      text(digest.finish()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func whatMakesABatchItselfMakesItsID() {
    let body = Array("{}".utf8)
    let id = RequestID.make(replayID: "", batchID: [49], body: body)
    #expect(id == RequestID.make(replayID: "", batchID: [49], body: body))
    #expect(id != RequestID.make(replayID: "x", batchID: [49], body: body))
    #expect(id != RequestID.make(replayID: "", batchID: [50], body: body))
    #expect(id != RequestID.make(replayID: "", batchID: [49], body: body + [32]))
    // The parts do not run into each other.
    #expect(
      RequestID.make(replayID: "a", batchID: [98], body: body)
        != RequestID.make(replayID: "ab", batchID: [], body: body))
  }

  @Test func theIDIsAUUIDOfVersionEight() throws {
    let id = RequestID.make(replayID: "", batchID: [], body: [])
    #expect(
      id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/)
        != nil)
  }

  private func hex(_ string: String) -> String {
    var digest = SHA256()
    digest.update(string.utf8.span)
    return text(digest.finish())
  }

  private func text(_ digest: [UInt8]) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
