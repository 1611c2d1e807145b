import PipeCommon
import Testing

@testable import qsend

@Suite struct TransferFailureTests {
  private static let failures: [(TransferFailure, NoAnswer.Cause)] = [
    (TransferFailure(code: 1), .library),
    (TransferFailure(code: 1, requestSize: 300), .noHTTP),
    (TransferFailure(code: 3), .library),
    (TransferFailure(code: 27), .library),
    (TransferFailure(code: 5), .unknownProxy),
    (TransferFailure(code: 6), .unknownServer),
    (TransferFailure(code: 6, hasDescriptors: false), .outOfDescriptors),
    (TransferFailure(code: 7, systemError: Int(ECONNREFUSED)), .refused),
    (TransferFailure(code: 7, systemError: Int(EHOSTUNREACH)), .unreachable),
    (TransferFailure(code: 7, hasDescriptors: false), .outOfDescriptors),
    (
      TransferFailure(
        code: 7, text: "Failed to connect to 10.0.0.1 port 8080 after 0 ms: Couldn't connect",
        server: ("a.example", 443), mayUseProxy: true), .refusedByProxy
    ),
    (
      TransferFailure(
        code: 7, text: "Failed to connect to a.example port 443 via p.example after 0 ms: No",
        server: ("a.example", 443), mayUseProxy: true), .refusedByProxy
    ),
    (
      TransferFailure(
        code: 7, text: "Failed to connect to a.example port 443 after 0 ms: Couldn't connect",
        systemError: Int(ECONNREFUSED), server: ("A.example", 443), mayUseProxy: true), .refused
    ),
    (TransferFailure(code: 97, text: "SOCKS5"), .refusedByProxy),
    (TransferFailure(code: 56, connectStatus: 407), .proxyWantsCredentials),
    (TransferFailure(code: 7, connectStatus: 407), .proxyWantsCredentials),
    (TransferFailure(code: 56, connectStatus: 502), .proxyRefuses),
    (TransferFailure(code: 56, connectStatus: 202, requestSize: 9), .closed),
    (TransferFailure(code: 52), .closed), (TransferFailure(code: 55), .closed),
    (TransferFailure(code: 18), .cutOff),
    (TransferFailure(code: 28), .noConnectionInTime),
    (TransferFailure(code: 28, requestSize: 300), .noAnswerInTime),
    (TransferFailure(code: 35, text: "wrong version number"), .noSecureConnection),
    (TransferFailure(code: 60, verification: (10, 0)), .expired),
    (TransferFailure(code: 60, text: "certificate has expired", verification: (1, 0)), .expired),
    (TransferFailure(code: 60, verification: (9, 0)), .notYetValid),
    (TransferFailure(code: 60, verification: (20, 0)), .untrusted),
    (TransferFailure(code: 60, verification: (18, 0)), .untrusted),
    (
      TransferFailure(
        code: 60, text: "SSL: no alternative certificate subject name matches target host name 'a'",
        verification: (1, 0)),
      .wrongName
    ),
    (TransferFailure(code: 60, verification: (0, 10)), .expiredProxy),
    (TransferFailure(code: 60, verification: (0, 20)), .untrustedProxy),
    (TransferFailure(code: 77), .noAuthorities),
    (TransferFailure(code: 61, text: "Unrecognized content encoding"), .failed),
  ]

  @Test func everyFailureHasItsCause() {
    for (failure, cause) in Self.failures {
      #expect(failure.noAnswer.cause == cause, "\(failure)")
    }
  }

  @Test func everyCauseCanComeAboutAndHasWordsOfItsOwn() {
    // Only of a transfer that ended well can the answer be cut off in its headers.
    let causes = Self.failures.map(\.1)
    #expect(NoAnswer.Cause.allCases.allSatisfy { causes.contains($0) })
    let words = NoAnswer.Cause.allCases.map { NoAnswer($0, "detail").reason }
    #expect(Set(words).count == words.count)
  }

  @Test func whatTimeCannotMendIsFinal() {
    let final = NoAnswer.Cause.allCases.filter { NoAnswer($0, "").isFinal }
    #expect(
      final == [
        .unknownProxy, .proxyWantsCredentials, .expired, .notYetValid, .wrongName, .untrusted,
        .expiredProxy, .untrustedProxy, .noAuthorities, .library,
      ])
  }

  @Test func theSystemsWordsAreSaidWhereThereAreSome() {
    let failure = TransferFailure(code: 7, text: "no", systemError: Int(EHOSTUNREACH))
    #expect(failure.noAnswer.reason == "the server cannot be reached: No route to host")
    let other = TransferFailure(code: 35, text: "a\u{1B}b", systemError: Int(EHOSTUNREACH))
    #expect(other.noAnswer.reason == "no secure connection: a\\u{1b}b")
  }
}
