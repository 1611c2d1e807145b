import Testing

@testable import qsend

@Suite struct AnswerTests {
  private func answer(_ status: Int, _ body: String = "") -> Answer {
    Answer(
      CurlResponse.Content(status: status, body: Array(body.utf8)), SecretMask("secret/1"))
  }

  @Test func onlyOneAnswerIsAnAcceptance() {
    for status in 0...999 {
      #expect((answer(status).consequence == .accepted) == (status == 202))
    }
  }

  @Test(arguments: [408, 421, 425, 429, 499, 500, 502, 503, 504, 507, 599])
  func theseAreTriedAgain(status: Int) { #expect(answer(status).consequence == .retry) }

  @Test(arguments: [400, 413])
  func theseBlameABatch(status: Int) { #expect(answer(status).consequence == .blame) }

  @Test(arguments: [0, 200, 201, 204, 301, 302, 307, 401, 405, 407, 600])
  func theseStop(status: Int) {
    guard case .stop(let reason) = answer(status).consequence else {
      Issue.record("\(status) does not stop")
      return
    }
    #expect(reason.contains("HTTP \(status)"))
  }

  @Test(arguments: [403, 404, 406, 409, 410, 415, 418, 422, 431, 451])
  func theseMayBeForWhatTheRequestHolds(status: Int) {
    guard case .failed(let reason) = answer(status).consequence else {
      Issue.record("\(status) is not taken for a failure of this request")
      return
    }
    #expect(reason.contains("HTTP \(status)"))
  }

  @Test func noConnectionIsKeptToAServerThatFailed() {
    let kept = (200...599).filter { answer($0).keepsConnection }
    #expect(kept == [202, 400, 413, 429])
  }

  @Test(arguments: [
    (#"{"errors":[{"code":"X","message":"bad"},{"message":"worse"}]}"#, "bad; worse"),
    ("<html>", "<html>"), ("", ""),
    (#"{"errors":[]}"#, #"{"errors":[]}"#),
    (#"{"errors":[{"message":5}]}"#, #"{"errors":[{"message":5}]}"#),
    ("a\u{1B}b", #"a\u{1b}b"#),
    // Decoded first, then masked; masked first, then cut.
    (#"{"errors":[{"message":"no \u0073ecret\/1"}]}"#, "no …"),
    (#"<p>\u0073ecret\/1"#, "<p>…"),
    (String(repeating: "x", count: 195) + "secret/1", String(repeating: "x", count: 195) + "…"),
    (String(repeating: "x", count: 300), String(repeating: "x", count: 200)),
  ])
  func theServersWordsAreFound(body: String, message: String) {
    #expect(answer(400, body).message == message)
  }

  @Test func ofAnAcceptanceTheBodyIsNotRead() { #expect(answer(202, "words").message.isEmpty) }
}
