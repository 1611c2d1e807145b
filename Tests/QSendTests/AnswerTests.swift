import Testing

@testable import qsend

@Suite struct AnswerTests {
  private func answer(_ status: Int, _ body: String = "") -> Answer {
    Answer(status: status, retryAfter: nil, body: Array(body.utf8))
  }

  @Test func onlyOneAnswerIsAnAcceptance() {
    for status in 100...599 {
      #expect((answer(status).consequence == .accepted) == (status == 202))
    }
  }

  @Test(arguments: [408, 429, 500, 502, 503, 504, 599])
  func theseAreTriedAgain(status: Int) { #expect(answer(status).consequence == .retry) }

  @Test(arguments: [400, 413])
  func theseBlameABatch(status: Int) { #expect(answer(status).consequence == .blame) }

  @Test(arguments: [200, 201, 204, 301, 302, 307, 401, 403, 404, 405, 418])
  func theseStop(status: Int) {
    guard case .stop(let reason) = answer(status).consequence else {
      Issue.record("\(status) does not stop")
      return
    }
    #expect(reason.contains("HTTP \(status)"))
  }

  @Test(arguments: [
    (#"{"errors":[{"code":"X","message":"bad"},{"message":"worse"}]}"#, "bad; worse"),
    ("<html>", "<html>"), ("", ""),
    (#"{"errors":[]}"#, #"{"errors":[]}"#),
    (#"{"errors":[{"message":5}]}"#, #"{"errors":[{"message":5}]}"#),
  ])
  func theServersWordsAreFound(body: String, message: String) {
    #expect(answer(400, body).message == message)
  }
}
