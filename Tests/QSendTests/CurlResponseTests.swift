import PipeCommon
import Testing

@testable import qsend

@Suite struct CurlResponseTests {
  /// Feeds header lines in pieces of a size; libcurl promises whole lines.
  private func feed(_ text: String, to response: CurlResponse = CurlResponse(), size: Int = .max)
    -> CurlResponse
  {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let piece = rest.prefix(size)
      let taken = unsafe piece.withUnsafeBufferPointer {
        unsafe response.receiveHeader($0.baseAddress, $0.count)
      }
      #expect(taken == piece.count)
      rest = rest.dropFirst(piece.count)
    }
    return response
  }

  private func receive(_ count: Int, _ response: CurlResponse) -> Int {
    let bytes = [UInt8](repeating: 0x61, count: count)
    return unsafe bytes.withUnsafeBufferPointer {
      unsafe response.receive($0.baseAddress, $0.count)
    }
  }

  @Test(arguments: 1..<60)
  func headersAreReadInWhateverPiecesTheyCome(size: Int) {
    let text = """
      HTTP/1.1 100 Continue\r\nRetry-After: 30\r\n\r\nHTTP/1.1 103 Early Hints\r
      Link: </x>\r\n\r\nHTTP/1.1 202 Accepted\r\nx-MP-rate-limit-percentage-used:  12.5 \r\n\r\n
      """
    let content = feed(text, size: size).content(status: 202)
    #expect(content?.headers.percentageUsed == 12.5)
    // What an interim answer said is over with it.
    #expect(content?.headers.retryAfter() == nil)
  }

  @Test(arguments: [
    // Folded into the line before, and written as a header.
    "HTTP/1.1 500 X\r\nX-Echo: a\r\n HTTP/1.1 202 Accepted\r\n\r\n",
    "HTTP/1.1 500 X\r\nX-Echo: a\r\n\tHTTP/1.1 202 Accepted\r\n\r\n",
    "HTTP/1.1 500 X\r\nHTTP/1.1 202: Accepted\r\n\r\n",
    // As trailers, and as one answer too many.
    "HTTP/1.1 500 X\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n",
    "HTTP/1.1 500 X\r\n\r\nX-T: a\r\nHTTP/1.1 202 Accepted\r\n\r\n",
  ])
  func onlyTheFirstLineOfTheFinalBlockSaysAStatus(text: String) {
    let response = feed(text)
    #expect(response.content(status: 500) != nil)
    #expect(response.content(status: 202) == nil)
    #expect(!response.needsNoMore)
  }

  @Test(arguments: [
    "", "HTTP/1.1 202 Accepted", "HTTP/1.1 202 Accepted\r\n", "HTTP/1.1 202 Accepted\r\nX: y\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\n",
    "X: y\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
  ])
  func headersThatDoNotEndAreNoAnswer(text: String) {
    let response = feed(text)
    for status in 0..<600 { #expect(response.content(status: status) == nil) }
    #expect(!response.needsNoMore)
  }

  @Test(arguments: [(202, true), (413, true), (400, false), (500, false), (200, false)])
  func someAnswersNeedNoBody(status: Int, needsNone: Bool) {
    let response = feed("HTTP/1.1 \(status) X\r\nContent-Length: 5\r\n\r\n")
    #expect(response.needsNoMore == needsNone)
    #expect(response.content(status: status) != nil)
  }

  @Test func aBodyWithoutEndIsCut() {
    let response = feed("HTTP/1.1 400 X\r\n\r\n")
    #expect(receive(16_000, response) == 16_000)
    #expect(!response.needsNoMore)
    #expect(receive(16_000, response) == 384)
    #expect(response.needsNoMore)
    #expect(response.content(status: 400)?.body.count == 16_384)
  }

  @Test func aLineWithoutEndTakesNoMemoryWithoutEnd() {
    let response = feed("HTTP/1.1 202 X\r\nX: ")
    for _ in 0..<100 { _ = feed(String(repeating: "a", count: 10_000), to: response) }
    _ = feed("\r\nRetry-After: 3\r\n\r\n", to: response)
    #expect(response.content(status: 202)?.headers.retryAfter() == 3)
  }
}
